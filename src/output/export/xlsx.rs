//! Workbooks: typed cells, a head that stays, widths that fit. The same input gives the same bytes.

use crate::frame::Told;
use anyhow::Result;
use polars::prelude::{AnyValue, DataFrame};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};

/// Rows of a sheet, the head among them.
const MAX_ROWS: u32 = 1_048_576;
/// Letters of a cell. What is longer ends in "…".
const MAX_LETTERS: usize = 32_767;
/// Letters of a sheet's name.
const MAX_NAME: usize = 31;
/// Widths of columns in letters, and how many rows are looked at for them.
const WIDTHS: std::ops::RangeInclusive<usize> = 7..=60;
const MEASURED_ROWS: u32 = 500;

/// A workbook under construction.
pub struct Book {
    book: Workbook,
    head: Format,
    day: Format,
    whole: Format,
}

impl Book {
    /// An empty one.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn new() -> Result<Self> {
        let mut book = Workbook::new();
        // The time of making would make the same data other bytes each time.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let company = format!("giaoban {}", env!("CARGO_PKG_VERSION"));
        book.set_properties(&DocProperties::new().set_creation_datetime(&made).set_company(&company));
        let head = Format::new().set_bold().set_background_color(Color::RGB(0x00DC_E6F1)).set_align(FormatAlign::Top);
        let day = Format::new().set_num_format("dd/mm/yyyy");
        Ok(Self { book, head, day, whole: Format::new().set_num_format("0") })
    }

    /// Starts a sheet with its head.
    ///
    /// # Errors
    /// When the workbook has a sheet of that name.
    pub fn sheet(&mut self, name: &str, heads: &[&str]) -> Result<Sheet> {
        let sheet = self.book.add_worksheet();
        sheet.set_name(sheet_name(name))?.set_freeze_panes(1, 0)?;
        for (column, head) in (0..).zip(heads) {
            sheet.write_string_with_format(0, column, *head, &self.head)?;
        }
        let at = self.book.worksheets().len() - 1;
        let widths = heads.iter().map(|head| head.chars().count() + 2).collect();
        Ok(Sheet { at, name: name.to_string(), row: 1, widths })
    }

    /// Adds the rows of a frame.
    ///
    /// # Errors
    /// When the sheet would have more rows than a workbook can hold.
    pub fn rows(&mut self, sheet: &mut Sheet, frame: &DataFrame) -> Result<()> {
        for at in 0..frame.height() {
            sheet.room()?;
            let page = self.book.worksheet_from_index(sheet.at)?;
            for (column, values) in frame.columns().iter().enumerate() {
                let value = values.get(at).unwrap_or(AnyValue::Null);
                let width = cell(page, sheet.row, column as u16, &value, &self.day, &self.whole)?;
                sheet.measure(column, width);
            }
            sheet.row += 1;
        }
        Ok(())
    }

    /// Adds a row of texts.
    ///
    /// # Errors
    /// As [`Book::rows`].
    pub fn texts(&mut self, sheet: &mut Sheet, cells: &[String]) -> Result<()> {
        sheet.room()?;
        let page = self.book.worksheet_from_index(sheet.at)?;
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            page.write_string(sheet.row, column as u16, &*fitting(text))?;
            sheet.measure(column, letters(text));
        }
        sheet.row += 1;
        Ok(())
    }

    /// Sets the widths of a sheet, and its filter.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn end(&mut self, sheet: Sheet) -> Result<()> {
        let page = self.book.worksheet_from_index(sheet.at)?;
        for (column, width) in (0..).zip(&sheet.widths) {
            page.set_column_width(column, (*width).clamp(*WIDTHS.start(), *WIDTHS.end()) as f64 + 1.0)?;
        }
        if let Some(last) = u16::try_from(sheet.widths.len()).ok().and_then(|n| n.checked_sub(1)) {
            page.autofilter(0, 0, sheet.row - 1, last)?;
            // Codes are texts on purpose: 01 is not 1.
            page.ignore_error_range(0, 0, sheet.row - 1, last, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }

    /// A whole sheet of a frame.
    ///
    /// # Errors
    /// As [`Book::sheet`] and [`Book::rows`].
    pub fn table(&mut self, name: &str, frame: &DataFrame) -> Result<()> {
        let heads: Vec<&str> = frame.columns().iter().map(|c| c.name().as_str()).collect();
        let mut sheet = self.sheet(name, &heads)?;
        self.rows(&mut sheet, frame)?;
        self.end(sheet)
    }

    /// The file.
    ///
    /// # Errors
    /// None that input could cause.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        Ok(self.book.save_to_buffer()?)
    }
}

/// A sheet that rows are added to.
pub struct Sheet {
    at: usize,
    name: String,
    row: u32,
    widths: Vec<usize>,
}

impl Sheet {
    fn room(&self) -> Result<()> {
        if self.row < MAX_ROWS {
            return Ok(());
        }
        Err(Told::new("error.export.too_long", [("sheet", &self.name), ("most", &(MAX_ROWS - 1))]).into())
    }

    fn measure(&mut self, column: usize, width: usize) {
        if self.row <= MEASURED_ROWS
            && let Some(widest) = self.widths.get_mut(column)
        {
            *widest = (*widest).max(width);
        }
    }
}

/// Writes a value in its own type and tells how wide it is. Texts are texts, whatever they begin with.
fn cell(page: &mut Worksheet, row: u32, column: u16, value: &AnyValue, day: &Format, whole: &Format) -> Result<usize, XlsxError> {
    match value {
        AnyValue::Null => Ok(0),
        AnyValue::Boolean(yes) => page.write_boolean(row, column, *yes).map(|_| 5),
        AnyValue::Date(days) => {
            let Some(date) = chrono::NaiveDate::from_epoch_days(*days) else { return Ok(0) };
            match excel_day(date) {
                Some(date) => page.write_datetime_with_format(row, column, &date, day).map(|_| 10),
                None => page.write_string(row, column, date.to_string()).map(|_| 10),
            }
        }
        AnyValue::Float64(number) if number.is_finite() => {
            page.write_number(row, column, *number).map(|_| letters(&number.to_string()))
        }
        AnyValue::Float64(_) => Ok(0),
        value if value.is_primitive_numeric() => match value.extract::<f64>() {
            Some(number) => page.write_number_with_format(row, column, number, whole).map(|_| letters(&number.to_string())),
            None => Ok(0),
        },
        value => {
            let text = match value {
                AnyValue::String(text) => std::borrow::Cow::Borrowed(*text),
                other => other.to_string().into(),
            };
            // An empty text is not a missing one, but a sheet shows both as nothing.
            page.write_string(row, column, &*fitting(&text)).map(|_| letters(&text))
        }
    }
}

/// Spreadsheets know no day before 1900.
fn excel_day(date: chrono::NaiveDate) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

/// What a cell can hold of a text. Its lines end in line feeds: other ends are an escape that not every reader knows.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\r') {
        return fitting(&text.replace("\r\n", "\n").replace('\r', "\n")).into_owned().into();
    }
    if text.len() <= MAX_LETTERS || text.chars().count() <= MAX_LETTERS {
        return text.into();
    }
    text.chars().take(MAX_LETTERS - 1).chain(['…']).collect::<String>().into()
}

/// The width of the longest line of a text.
fn letters(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

/// A name that a sheet may bear.
fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c };
    name.chars().map(allowed).take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::*;

    fn frame() -> DataFrame {
        let days = Column::new("ngày".into(), [Some(18_806i32), None, Some(-40_000)]).cast(&DataType::Date).unwrap();
        let texts = Column::new("tên".into(), [Some("=1+1"), Some("Đống Đa, Ặ"), None]);
        let codes = Column::new("mã".into(), ["01", "02", "04"]);
        let numbers = Column::new("số".into(), [Some(-5.5), None, Some(1246.0)]);
        DataFrame::new(3, vec![days, texts, codes, numbers]).unwrap()
    }

    fn bytes(frame: &DataFrame) -> Vec<u8> {
        let mut book = Book::new().unwrap();
        book.table("bảng [1]", frame).unwrap();
        book.finish().unwrap()
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let once = bytes(&frame());
        assert!(once.starts_with(b"PK"));
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(once == bytes(&frame()), "the time of making is in the file");
    }

    #[test]
    fn what_a_sheet_cannot_hold_is_cut_or_said() {
        let long = "ữ".repeat(MAX_LETTERS + 1);
        let cut = fitting(&long);
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (MAX_LETTERS, true));
        assert_eq!((fitting("Ặ"), fitting("a\r\nb\rc")), ("Ặ".into(), "a\nb\nc".into()));
        assert_eq!(sheet_name("a/b [c] 'd' and a name that is longer than a sheet may have").chars().count(), MAX_NAME);
        let full = Sheet { at: 0, name: "articles".into(), row: MAX_ROWS, widths: Vec::new() };
        let error = full.room().unwrap_err().to_string();
        assert!(error.contains("articles") && error.contains("1048575"), "{error}");
    }

    #[test]
    fn days_before_1900_are_texts() {
        let day = |y| chrono::NaiveDate::from_ymd_opt(y, 9, 2).unwrap();
        assert!(excel_day(day(1945)).is_some() && excel_day(day(1885)).is_none());
    }
}
