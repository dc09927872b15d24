//! Record tables that another program wrote: a folder with a folder per table, as `spark/giaoban_job.py` leaves them.
//!
//! ```text
//! records/_SUCCESS
//! records/meetings/published_month=2021-06/part-00000-….parquet
//! ```
//!
//! A table is every `.parquet` file below `meetings`, `meetings.parquet` or `table=meetings`, however deep; names that begin with
//! `_` or `.` are marks of the program that wrote it. Of the folders `key=value` on the way those are read whose key is a column of
//! the table; a column that is in no file is empty. Such a folder is read and never changed.

use super::concat_all;
use crate::frame::schema::Table;
use crate::frame::{Told, unpanicked};
use crate::input::footer;
use polars::io::HiveOptions;
use polars::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of tables.
#[derive(Debug, Clone)]
pub struct Folder {
    dir: PathBuf,
    tables: Vec<(Table, PathBuf)>,
}

impl Folder {
    /// The tables in `dir`, where there is one.
    pub fn find(dir: &Path) -> Option<Self> {
        let folder_of = |table: &Table| {
            let name = table.name();
            let names = [name.to_string(), format!("{name}.parquet"), format!("table={name}")];
            names.iter().map(|name| dir.join(name)).find(|path| path.is_dir()).map(|path| (*table, path))
        };
        let tables: Vec<_> = Table::ALL.iter().filter_map(folder_of).collect();
        (!tables.is_empty()).then(|| Self { dir: dir.to_path_buf(), tables })
    }

    /// # Errors
    /// When the program that writes the folder has not come to its end.
    pub fn finished(self) -> Result<Self, Told> {
        let folders = std::iter::once(&self.dir).chain(self.tables.iter().map(|(_, path)| path));
        let under_way = folders.flat_map(|path| ["_stage", "_temporary"].map(|name| path.join(name))).find(|path| path.exists());
        match under_way {
            Some(path) => Err(Told::new("error.dataset.unfinished", [("dir", &self.dir.display()), ("file", &path.display())])),
            None => Ok(self),
        }
    }

    /// The files of every table.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.tables.iter().flat_map(|(_, path)| parquet_files(path))
    }

    /// A table, in the columns and types of this program.
    ///
    /// # Errors
    /// When a file is damaged, or has not the columns of the table.
    pub fn table(&self, table: Table) -> PolarsResult<LazyFrame> {
        let files = match self.tables.iter().find(|(found, _)| *found == table) {
            Some((_, dir)) => parquet_files(dir).into_iter().map(|file| (keys(table, dir, &file), file)).collect(),
            None => Vec::new(),
        };
        // Files of one folder stand side by side.
        let parts = files.chunk_by(|(one, _), (other, _)| one == other).map(|part| scan(table, part));
        let parts = parts.collect::<PolarsResult<Vec<_>>>()?;
        Ok(concat_all(parts).unwrap_or_else(|| DataFrame::empty_with_schema(&table.schema()).lazy()))
    }
}

/// A column whose value stands in the name of a folder.
type Key = (&'static str, Option<String>);

/// Files of a table that agree in their keys.
fn scan(table: Table, files: &[(Vec<Key>, PathBuf)]) -> PolarsResult<LazyFrame> {
    let Some((keys, first)) = files.first() else { return Ok(DataFrame::empty_with_schema(&table.schema()).lazy()) };
    for (_, file) in files {
        footer::check_table(file).map_err(|error| polars_err!(ComputeError: "{}: {error}", file.display()))?;
    }
    let paths = files.iter().map(|(_, file)| PlRefPath::try_from_path(file)).collect::<PolarsResult<Vec<_>>>()?;
    // Left to polars, folders above the dataset would be keys as well.
    let args = ScanArgsParquet { glob: false, hive_options: HiveOptions::new_disabled(), ..Default::default() };
    let mut frame = LazyFrame::scan_parquet_files(paths.into_iter().collect(), args)?;
    let has = unpanicked(|| frame.collect_schema())?;
    if let Some(needed) = needed(table).iter().find(|name| !has.contains(name)) {
        polars_bail!(ColumnNotFound: "{needed} in {}", first.display());
    }
    let columns = table.columns().map(|column| {
        let kind = column.kind.data_type();
        match (keys.iter().find(|(key, _)| *key == column.name), has.get(column.name)) {
            (Some((_, Some(value))), _) => lit(value.as_str()).strict_cast(kind).alias(column.name),
            (Some((_, None)), _) | (None, None) => lit(NULL).cast(kind).alias(column.name),
            (None, Some(found)) if *found == kind => col(column.name),
            // Whole numbers without a sign are not everywhere.
            (None, Some(_)) => col(column.name).strict_cast(kind),
        }
    });
    Ok(frame.select(columns.collect::<Vec<_>>()))
}

/// What a row is nothing without.
const fn needed(table: Table) -> &'static [&'static str] {
    match table {
        Table::Articles => &["article_id"],
        _ => &["article_id", "record_id"],
    }
}

/// The columns of the table that stand in the names of folders below it.
fn keys(table: Table, dir: &Path, file: &Path) -> Vec<Key> {
    let below = file.parent().and_then(|folder| folder.strip_prefix(dir).ok()).unwrap_or(Path::new(""));
    let key = |(key, value): (&str, &str)| {
        let column = table.columns().find(|column| column.name == key)?;
        Some((column.name, (value != NONE).then(|| unescaped(value))))
    };
    below.iter().filter_map(|part| key(part.to_str()?.split_once('=')?)).collect()
}

/// What the name of a folder says where a row has no value.
const NONE: &str = "__HIVE_DEFAULT_PARTITION__";

/// A value as it was before `%` and two hex digits took the place of what a file name may not hold.
fn unescaped(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match escaped {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Every Parquet file below a folder, in the order of their paths.
fn parquet_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        // A folder that cannot be read has no file that can.
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_name().as_encoded_bytes().starts_with(b"_") || entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "parquet") {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::build::{Source, build_frames};
    use crate::input::RawArticle;
    use crate::model::article::Article;
    use crate::model::record::ArticleRecords;
    use crate::pipeline::extract;

    fn samples() -> Vec<(Article, ArticleRecords)> {
        let read = |(name, text): &(&str, &str)| {
            let article = RawArticle::from_text(name, text).finish();
            let records = extract(&article);
            (article, records)
        };
        crate::lang::builtin::samples().iter().map(read).collect()
    }

    fn frames() -> [DataFrame; 6] {
        let samples = samples();
        let sources: Vec<_> =
            samples.iter().map(|(article, records)| Source { article: Some(article), records, input: None }).collect();
        build_frames(&sources).unwrap()
    }

    fn write(path: PathBuf, mut frame: DataFrame) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        ParquetWriter::new(fs::File::create(path).unwrap()).finish(&mut frame).unwrap();
    }

    /// As Spark writes a number that has no sign here.
    fn signed(frame: &DataFrame) -> DataFrame {
        let cast = |column: &Column| match column.dtype() {
            DataType::UInt32 => column.cast(&DataType::Int64).unwrap(),
            _ => column.clone(),
        };
        DataFrame::new(frame.height(), frame.columns().iter().map(cast).collect()).unwrap()
    }

    #[test]
    fn a_table_is_every_file_below_its_folder() {
        let work = tempfile::tempdir().unwrap();
        let dir = work.path();
        assert!(Folder::find(dir).is_none());
        let frames = frames();
        let meetings = &frames[Table::Meetings as usize];
        let (first, rest) = (meetings.slice(0, 2), meetings.slice(2, meetings.height()));
        write(dir.join("meetings/published_month=2018-01/part-0.parquet"), signed(&first));
        write(dir.join("meetings/published_month=unknown/part-0.parquet"), signed(&rest));
        write(dir.join("table=staffing/part-1.parquet"), signed(&frames[Table::Staffing as usize]));
        fs::write(dir.join("meetings/_SUCCESS"), "").unwrap();
        fs::write(dir.join("meetings/published_month=2018-01/.part-0.parquet.crc"), "crc").unwrap();
        fs::create_dir_all(dir.join("progress")).unwrap();
        let folder = Folder::find(dir).unwrap().finished().unwrap();
        for table in [Table::Meetings, Table::Staffing] {
            assert!(folder.table(table).unwrap().collect().unwrap().equals_missing(&frames[table as usize]), "{table:?}");
        }
        for table in [Table::Progress, Table::Documents] {
            let empty = folder.table(table).unwrap().collect().unwrap();
            assert_eq!((empty.height(), &**empty.schema()), (0, &table.schema()));
        }
        assert_eq!(folder.files().count(), 3);
    }

    #[test]
    fn a_column_in_the_names_of_folders_is_read_from_there() {
        let work = tempfile::tempdir().unwrap();
        // A key above the table is none of its columns.
        let dir = work.path().join("level=none");
        let meetings = frames()[Table::Meetings as usize].clone();
        let kinds: Vec<String> =
            meetings.column("kind").unwrap().str().unwrap().iter().map(|kind| kind.unwrap().to_string()).collect();
        let mut found = Vec::new();
        for (row, kind) in kinds.iter().enumerate() {
            let one = signed(&meetings.slice(row as i64, 1)).drop_many(["kind", "year", "province"]);
            let year = meetings.column("year").unwrap().i32().unwrap().get(row);
            let year = year.map_or("__HIVE_DEFAULT_PARTITION__".to_string(), |year| year.to_string());
            let path = format!("meetings/kind={kind}/year={year}/province=__HIVE_DEFAULT_PARTITION__/part-{row}.parquet");
            write(dir.join(path), one);
        }
        let read = Folder::find(&dir).unwrap().table(Table::Meetings).unwrap().collect().unwrap();
        let by_id = |frame: &DataFrame| frame.sort(["record_id"], SortMultipleOptions::default()).unwrap();
        for column in meetings.columns() {
            let same =
                by_id(&read).column(column.name()).unwrap().equals_missing(by_id(&meetings).column(column.name()).unwrap());
            found.push((column.name().to_string(), same));
        }
        let other: Vec<_> = found.iter().filter(|(_, same)| !same).map(|(name, _)| name.as_str()).collect();
        assert_eq!(other, ["province"], "only what the folders say otherwise");
    }

    #[test]
    fn what_a_file_name_may_not_hold_is_written_in_another_way() {
        for (name, value) in [("a%3Ab", "a:b"), ("%C4%90%E1%BB%91ng %C4%90a", "Đống Đa"), ("100%", "100%"), ("%zz", "%zz")] {
            assert_eq!(unescaped(name), value);
        }
    }

    #[test]
    fn what_is_under_way_or_something_else_is_told() {
        let work = tempfile::tempdir().unwrap();
        let dir = work.path();
        write(dir.join("articles/part-0.parquet"), df!("a" => [1]).unwrap());
        let error = Folder::find(dir).unwrap().table(Table::Articles).err().unwrap().to_string();
        assert!(error.contains("article_id in") && error.contains("part-0.parquet"), "{error}");
        for under_way in ["_stage", "articles/_temporary"] {
            fs::create_dir_all(dir.join(under_way)).unwrap();
            let told = Folder::find(dir).unwrap().finished().unwrap_err();
            assert_eq!(told.key, "error.dataset.unfinished");
            fs::remove_dir(dir.join(under_way)).unwrap();
        }
        assert!(Folder::find(dir).unwrap().finished().is_ok());
    }
}
