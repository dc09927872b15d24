//! A table as text (CSV with comma, semicolon, tab or bar), read row by row. A bad row is said by its line.

use super::Options;
use super::error::{InputError, Problem};
use super::fields;
use super::lines::fill;
use super::raw::RawArticle;
use super::source::Ready;
use super::tally::Tally;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};
use std::io::{self, BufRead};

/// More fields has no table; rows that go on beyond are passed over.
const MOST_FIELDS: usize = 1 << 12;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(crate) struct CsvFile<R> {
    name: String,
    stem: String,
    rows: Rows<R>,
    header: Vec<String>,
    read: u64,
    tally: Tally,
}

/// One row's fields and the line (from 1) it begins on.
struct Row {
    line: u64,
    fields: Vec<Vec<u8>>,
    too_long: bool,
}

/// The letter between the fields of the first line of `head`.
pub(crate) fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for &b in head.iter().take_while(|&&b| b != b'\n') {
        quoted ^= b == b'"';
        if let Some(at) = DELIMITERS.iter().position(|&d| d == b && !quoted) {
            counts[at] += 1;
        }
    }
    // The first of those that stand most often.
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|&n| n == most).map_or(b',', |at| DELIMITERS[at])
}

/// Whether the first line of `head` is the header of a table: at least two known columns, the text among them, and no more
/// unknown ones. A page's own navigation ("Trang chủ | Tin tức | Văn bản") has a known word at the most.
pub(crate) fn is_header(head: &[u8]) -> bool {
    let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let names: Vec<&str> = line.split(char::from(delimiter(head))).map(|name| name.trim().trim_matches('"')).collect();
    fields::used(&names, &super::Columns::default()).is_ok_and(|used| used.len() >= 2 && used.len() * 2 >= names.len())
}

impl<R: BufRead> CsvFile<R> {
    /// `limit`: the longest row that is held, in bytes.
    pub(crate) fn new(name: &str, stem: &str, reader: R, delimiter: u8, limit: usize) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        let rows = Rows { reader, core, limit, line: 1, out: vec![0; 1 << 13], ends: vec![0; 1 << 6] };
        let (name, stem) = (name.to_string(), stem.to_string());
        Self { name, stem, rows, header: Vec::new(), read: 0, tally: Tally::default() }
    }

    /// Reads the next row; whether the file may have more.
    pub(crate) fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        match self.rows.next() {
            Ok(Some(row)) => {
                self.read += 1;
                let line = row.line;
                if self.read == 1 {
                    let found = self.take_header(row, options);
                    let sound = found.is_ok();
                    ready.extend(found.err().map(|problem| Err(InputError::at_line(&self.name, line, problem))));
                    return sound;
                }
                match self.understand(row, options) {
                    Ok((article, notice)) => {
                        ready.extend(notice.map(|problem| Err(InputError::at_line(&self.name, line, problem))));
                        ready.push_back(Ok(article));
                    }
                    Err(problem) => ready.push_back(Err(InputError::at_line(&self.name, line, problem))),
                }
                true
            }
            Ok(None) => {
                if self.read < 2 {
                    ready.push_back(Err(InputError::new(&self.name, Problem::Empty)));
                }
                ready.extend(self.tally.notices(&self.name).into_iter().map(Err));
                false
            }
            Err(error) => {
                ready.push_back(Err(InputError::io(&self.name, &error)));
                ready.extend(self.tally.notices(&self.name).into_iter().map(Err));
                false
            }
        }
    }

    fn take_header(&mut self, row: Row, options: &Options) -> Result<(), Problem> {
        let mut names = self.decode(row, options)?;
        while names.last().is_some_and(|name| name.trim().is_empty()) {
            names.pop();
        }
        self.header = names.iter().map(|name| name.trim().to_string()).collect();
        let names: Vec<&str> = self.header.iter().map(String::as_str).collect();
        fields::used(&names, &options.columns).map(|_| ())
    }

    fn understand(&mut self, row: Row, options: &Options) -> Result<(RawArticle, Option<Problem>), Problem> {
        let id = format!("{}:{}", self.stem, row.line);
        let mut values = self.decode(row, options)?;
        let expected = self.header.len();
        // Spreadsheets write empty fields behind the last column.
        while values.len() > expected && values.last().is_some_and(|value| value.trim().is_empty()) {
            values.pop();
        }
        if values.len() != expected {
            return Err(Problem::Ragged { found: values.len(), expected });
        }
        let mut fields = Map::new();
        for (name, value) in self.header.iter().zip(values) {
            // Of two columns of one name the first counts.
            fields.entry(name.as_str()).or_insert(Value::String(value));
        }
        fields::article(&fields, &id, options)
    }

    /// The fields as text. A legacy encoding shows in a whole row better than in a short field.
    fn decode(&mut self, row: Row, options: &Options) -> Result<Vec<String>, Problem> {
        // Stands in no text and in no letter of a legacy encoding.
        const BETWEEN: char = '\u{1F}';
        if row.too_long {
            return Err(Problem::TooLarge { limit: options.max_article_bytes });
        }
        let text: Result<Vec<&str>, _> = row.fields.iter().map(|field| std::str::from_utf8(field)).collect();
        if let Ok(fields) = text {
            return Ok(fields.into_iter().map(str::to_string).collect());
        }
        let joined = row.fields.join(&(BETWEEN as u8));
        Ok(self.tally.decode(&joined, row.line)?.split(BETWEEN).map(str::to_string).collect())
    }
}

struct Rows<R> {
    reader: R,
    core: Reader,
    limit: usize,
    /// The line that the next byte stands on.
    line: u64,
    out: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: BufRead> Rows<R> {
    /// The next row that is not empty; none longer than the limit is held.
    fn next(&mut self) -> io::Result<Option<Row>> {
        self.skip_line_ends()?;
        let mut row = Row { line: self.line, fields: Vec::new(), too_long: false };
        let (mut out, mut ends) = (0, 0);
        loop {
            let input = fill(&mut self.reader)?;
            let (result, used, written, ended) = self.core.read_record(input, &mut self.out[out..], &mut self.ends[ends..]);
            self.line += input[..used].iter().filter(|&&b| b == b'\n').count() as u64;
            self.reader.consume(used);
            (out, ends) = (out + written, ends + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.out.len() < self.limit => self.out.resize(2 * self.out.len(), 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() < MOST_FIELDS => self.ends.resize(2 * self.ends.len(), 0),
                // The rest of the row is read over what was there.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => (row.too_long, out, ends) = (true, 0, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        if !row.too_long {
            let starts = std::iter::once(0).chain(self.ends[..ends].iter().copied());
            row.fields = starts.zip(&self.ends[..ends]).map(|(from, &to)| self.out[from..to].to_vec()).collect();
        }
        Ok(Some(row))
    }

    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = fill(&mut self.reader)?;
            let ends = input.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if ends == 0 {
                return Ok(());
            }
            self.line += input[..ends].iter().filter(|&&b| b == b'\n').count() as u64;
            self.reader.consume(ends);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (line, fields joined by a bar, or "…" for a row that is too long)
    fn rows(text: &str, delimiter: u8, limit: usize) -> Vec<(u64, String)> {
        let reader = io::BufReader::with_capacity(3, text.as_bytes());
        let mut file = CsvFile::new("a", "a", reader, delimiter, limit);
        std::iter::from_fn(|| file.rows.next().unwrap())
            .map(|row| {
                let fields: Vec<_> = row.fields.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect();
                (row.line, if row.too_long { "…".to_string() } else { fields.join("|") })
            })
            .collect()
    }

    #[test]
    fn rows_are_numbered_by_the_line_they_begin_on() {
        let text = "a,b\r\n\r\n\"một\nhai\",\"có \"\"ngoặc\"\"\"\r\nba,\r\n";
        let expected = [(1, "a|b"), (3, "một\nhai|có \"ngoặc\""), (5, "ba|")];
        assert_eq!(rows(text, b',', 1 << 20), expected.map(|(line, text)| (line, text.to_string())));
    }

    #[test]
    fn a_row_over_the_limit_is_passed_over_and_the_next_is_read() {
        let text = format!("a,b\n{},x\nc,d\n", "dài ".repeat(9000));
        let expected = [(1, "a|b"), (2, "…"), (3, "c|d")];
        assert_eq!(rows(&text, b',', 1 << 13), expected.map(|(line, text)| (line, text.to_string())));
        let wide = format!("a,b\n{}\nc,d\n", "x,".repeat(2 * MOST_FIELDS));
        assert_eq!(rows(&wide, b',', 1 << 20), expected.map(|(line, text)| (line, text.to_string())));
    }

    #[test]
    fn the_delimiter_is_the_one_that_stands_most_often() {
        for (head, expected) in [
            ("title,text\n", b','),
            ("tiêu đề;nội dung;ngày đăng\na,b,c,d,e", b';'),
            ("title\ttext", b'\t'),
            ("a|b", b'|'),
            ("\"a,b,c\";d\n", b';'),
            ("text\n", b','),
        ] {
            assert_eq!(delimiter(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn a_header_names_a_column_for_the_text() {
        assert!(is_header("id;Tiêu đề;Nội dung\n1;a;b".as_bytes()));
        assert!(!is_header("Tỉnh ủy họp, giao ban quý I\n".as_bytes()));
        assert!(!is_header(b"text\n"));
    }
}
