//! Parquet by row groups. Pages are decoded here, not by polars: of a column of texts that is stored as numbers into a list only
//! the numbers are unpacked, and no text is made for a row.

use super::{Batch, Coded, Rows, Strings, Values, Want};
use anyhow::{Context, Result, bail};
use polars_buffer::Buffer;
use polars_parquet::parquet::encoding::Encoding;
use polars_parquet::parquet::encoding::hybrid_rle::{HybridRleChunk, HybridRleDecoder};
use polars_parquet::parquet::metadata::{ColumnChunkMetadata, FileMetadata, RowGroupMetadata};
use polars_parquet::parquet::page::{DataPage, DictPage, split_buffer};
use polars_parquet::parquet::read::{BasicDecompressor, PageReader, read_metadata};
use polars_parquet::parquet::schema::types::PhysicalType;
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What stands at the end of a file: its columns, and where each lies.
pub struct Footer(FileMetadata);

impl Footer {
    pub fn read(file: &mut File) -> Result<Self> {
        Ok(Self(read_metadata(file)?))
    }

    pub fn has(&self, column: &str) -> bool {
        self.0.schema().columns().iter().any(|c| c.path_in_schema.len() == 1 && c.path_in_schema[0] == column)
    }

    pub fn note(&self, key: &str) -> Option<&str> {
        self.0.key_value_metadata().as_ref()?.iter().find(|pair| pair.key == key)?.value.as_deref()
    }

    pub fn rows(&self) -> u64 {
        self.0.num_rows as u64
    }

    pub fn scan<S: Send>(
        &self,
        path: &Path,
        wanted: &[Want],
        rows: Rows,
        new: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        let next = AtomicUsize::new(0);
        let groups = &self.0.row_groups;
        let thread = || -> Result<S> {
            let mut file = File::open(path)?;
            let mut state = new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(group) = groups.get(number) else { return Ok(state) };
                let of_batch = match rows {
                    Rows::All => None,
                    Rows::Some(rows) => match rows.get(&number) {
                        Some(rows) => Some(rows.as_slice()),
                        None => continue,
                    },
                };
                let columns = read_group(&mut file, group, wanted, of_batch)?;
                work(&mut state, Batch { number, rows: group.num_rows(), columns })?;
            }
        };
        let threads = rayon::current_num_threads().min(groups.len()).max(1);
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(thread)).collect();
            let joined =
                running.into_iter().map(|t| t.join().unwrap_or_else(|_| bail!("a thread that read the file ended early")));
            joined.collect()
        })
    }
}

fn read_group(file: &mut File, group: &RowGroupMetadata, wanted: &[Want], rows: Option<&[u32]>) -> Result<Vec<Values>> {
    let columns = wanted.iter().map(|want| {
        let chunk = group.columns_under_root_iter(want.name()).and_then(|mut chunks| chunks.next());
        match chunk {
            None => Ok(Values::Absent),
            Some(chunk) => read_column(file, chunk, *want, rows).with_context(|| format!("column {}", want.name())),
        }
    });
    columns.collect()
}

fn read_column(file: &mut File, chunk: &ColumnChunkMetadata, want: Want, only: Option<&[u32]>) -> Result<Values> {
    let about = &chunk.descriptor().descriptor;
    if about.max_rep_level > 0 || about.max_def_level > 1 {
        bail!("lists in cells are not read");
    }
    let range = chunk.byte_range();
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(range.start))?;
    file.take(range.end - range.start).read_to_end(&mut bytes)?;
    let reader = PageReader::new(Cursor::new(Buffer::from_vec(bytes)), chunk, Vec::new(), usize::MAX);
    let mut pages = BasicDecompressor::new(reader, Vec::new());
    let dict = pages.read_dict_page()?;
    let rows = usize::try_from(chunk.num_values())?;
    let mut column = match (want, chunk.physical_type()) {
        (Want::Text(_) | Want::Raw(_), PhysicalType::ByteArray) => Decoded::Text(Texts::new(dict.as_ref(), rows, want, only)?),
        (Want::Number(_) | Want::Day(_), kind) if kind != PhysicalType::ByteArray => {
            let list = dict.map(|d| plain_numbers(&d.buffer, kind, d.num_values)).transpose()?.unwrap_or_default();
            Decoded::Numbers(kind, list, Vec::with_capacity(rows))
        }
        (_, kind) => bail!("a column of type {kind:?} is not what is needed here"),
    };
    while let Some(page) = pages.next() {
        let page = page?.decompress(&mut pages)?;
        column.take(&page)?;
        pages.reuse_page_buffer(page);
    }
    Ok(column.finish())
}

enum Decoded<'r> {
    Text(Texts<'r>),
    /// The type, the list of distinct numbers where there is one, and the numbers of the rows so far.
    Numbers(PhysicalType, Vec<f64>, Vec<f64>),
}

impl Decoded<'_> {
    fn take(&mut self, page: &DataPage) -> Result<()> {
        let parts = split_buffer(page)?;
        let valid = if page.descriptor.max_def_level > 0 { validity(parts.def, page.num_values())? } else { None };
        let values = valid.as_ref().map_or(page.num_values(), |v| v.iter().filter(|v| **v).count());
        let coded = matches!(page.encoding(), Encoding::RleDictionary | Encoding::PlainDictionary);
        match (self, page.encoding()) {
            (Decoded::Text(texts), _) if coded => texts.take_codes(parts.values, values, valid.as_deref()),
            (Decoded::Text(texts), Encoding::Plain) => texts.take_plain(parts.values, page.num_values(), valid.as_deref()),
            (Decoded::Numbers(_, list, rows), _) if coded => {
                let mut codes = Vec::with_capacity(values);
                unpack_page(parts.values, values, &mut codes)?;
                let number = |code: u32| list.get(code as usize).copied().unwrap_or(f64::NAN);
                spread(codes.into_iter().map(number), valid.as_deref(), page.num_values(), rows);
                Ok(())
            }
            (Decoded::Numbers(kind, _, rows), Encoding::Plain) => {
                let numbers = plain_numbers(parts.values, *kind, values)?;
                spread(numbers.into_iter(), valid.as_deref(), page.num_values(), rows);
                Ok(())
            }
            (Decoded::Numbers(PhysicalType::Boolean, _, rows), Encoding::Rle) => {
                let bits = HybridRleDecoder::new(parts.values.get(4..).unwrap_or_default(), 1, values).collect()?;
                spread(bits.into_iter().map(f64::from), valid.as_deref(), page.num_values(), rows);
                Ok(())
            }
            (_, other) => bail!("the encoding {other:?} is not read"),
        }
    }

    fn finish(self) -> Values {
        match self {
            Decoded::Text(texts) => Values::Text(texts.finish()),
            Decoded::Numbers(_, _, rows) => Values::Numbers(rows),
        }
    }
}

/// Numbers of the rows that have one into those of all rows.
fn spread(mut numbers: impl Iterator<Item = f64>, valid: Option<&[bool]>, rows: usize, all: &mut Vec<f64>) {
    match valid {
        None => all.extend(numbers.by_ref().take(rows)),
        Some(valid) => all.extend(valid.iter().map(|v| if *v { numbers.next().unwrap_or(f64::NAN) } else { f64::NAN })),
    }
}

/// Which values of a page are there; `None` when all are.
fn validity(levels: &[u8], rows: usize) -> Result<Option<Vec<bool>>> {
    let mut decoder = HybridRleDecoder::new(levels, 1, rows);
    let mut valid = Vec::new();
    while let Some(chunk) = decoder.next_chunk()? {
        match chunk {
            HybridRleChunk::Rle(1, n) if n >= rows => return Ok(None),
            HybridRleChunk::Rle(level, n) => valid.resize((valid.len() + n).min(rows), level == 1),
            HybridRleChunk::Bitpacked(packed) => {
                for byte in packed.as_slice() {
                    valid.extend::<[bool; 8]>(std::array::from_fn(|bit| byte >> bit & 1 == 1));
                }
                valid.truncate(rows);
            }
        }
    }
    valid.resize(rows, false);
    Ok(Some(valid))
}

/// A page of numbers into the list of distinct values: their width in bits, then runs.
fn unpack_page(bytes: &[u8], values: usize, codes: &mut Vec<u32>) -> Result<()> {
    let Some((width, bytes)) = bytes.split_first() else {
        codes.resize(codes.len() + values, 0);
        return Ok(());
    };
    let wanted = codes.len() + values;
    let mut decoder = HybridRleDecoder::new(bytes, u32::from(*width), values);
    while let Some(chunk) = decoder.next_chunk()? {
        match chunk {
            HybridRleChunk::Rle(code, n) => codes.resize(codes.len() + n, code),
            HybridRleChunk::Bitpacked(mut packed) => {
                let end = codes.len() + packed.len();
                let mut chunks = packed.chunked();
                let mut block = [0u32; 32];
                while let Some(n) = chunks.next_into(&mut block) {
                    // A whole block is copied without asking how long it is.
                    if n == block.len() { codes.extend(block) } else { codes.extend_from_slice(&block[..n]) }
                }
                if codes.len() < end
                    && let Some((rest, n)) = chunks.remainder()
                {
                    codes.extend_from_slice(&rest[..n]);
                }
                codes.truncate(end);
            }
        }
    }
    if codes.len() != wanted {
        bail!("a page has fewer values than it says");
    }
    Ok(())
}

fn plain_numbers(bytes: &[u8], kind: PhysicalType, values: usize) -> Result<Vec<f64>> {
    fn each<const N: usize>(bytes: &[u8], values: usize, number: impl Fn([u8; N]) -> f64) -> Vec<f64> {
        bytes.as_chunks::<N>().0.iter().take(values).map(|b| number(*b)).collect()
    }
    Ok(match kind {
        PhysicalType::Int32 => each(bytes, values, |b| f64::from(i32::from_le_bytes(b))),
        PhysicalType::Int64 => each(bytes, values, |b| i64::from_le_bytes(b) as f64),
        PhysicalType::Float => each(bytes, values, |b| f64::from(f32::from_le_bytes(b))),
        PhysicalType::Double => each(bytes, values, f64::from_le_bytes),
        PhysicalType::Boolean => {
            bytes.iter().flat_map(|byte| (0..8).map(move |bit| f64::from(byte >> bit & 1))).take(values).collect()
        }
        other => bail!("numbers of type {other:?} are not read"),
    })
}

/// A column of texts under construction.
struct Texts<'r> {
    codes: Vec<u32>,
    values: Strings,
    /// Texts met outside the list of the file, each once; `None` where they seldom repeat.
    met: Option<FxHashMap<Box<str>, u32>>,
    /// The rows whose texts are wanted.
    only: Option<&'r [u32]>,
    nulls: bool,
}

/// Stands for "no text" until the list is complete.
const NONE: u32 = u32::MAX;

impl<'r> Texts<'r> {
    fn new(dict: Option<&DictPage>, rows: usize, want: Want, only: Option<&'r [u32]>) -> Result<Self> {
        let mut values = Strings::default();
        if let Some(dict) = dict {
            plain_texts(&dict.buffer, dict.num_values, |text| values.push(text))?;
        }
        let met = matches!(want, Want::Text(_)).then(FxHashMap::default);
        Ok(Self { codes: Vec::with_capacity(rows), values, met, only, nulls: false })
    }

    fn take_codes(&mut self, bytes: &[u8], values: usize, valid: Option<&[bool]>) -> Result<()> {
        let start = self.codes.len();
        let Some(valid) = valid else {
            unpack_page(bytes, values, &mut self.codes)?;
            return self.check(start);
        };
        self.nulls = true;
        let mut own = Vec::with_capacity(values);
        unpack_page(bytes, values, &mut own)?;
        let mut own = own.into_iter();
        self.codes.extend(valid.iter().map(|v| if *v { own.next().unwrap_or(NONE) } else { NONE }));
        self.check(start)
    }

    fn check(&self, start: usize) -> Result<()> {
        let largest = self.codes[start..].iter().filter(|c| **c != NONE).max();
        match largest {
            Some(code) if *code as usize >= self.values.len() => bail!("a page names a value that is not in its list"),
            _ => Ok(()),
        }
    }

    /// Only the wanted texts of a page that seldom repeat.
    fn take_wanted(&mut self, bytes: &[u8], rows: usize, valid: Option<&[bool]>, only: &[u32]) -> Result<()> {
        self.nulls = true;
        let start = self.codes.len();
        self.codes.resize(start + rows, NONE);
        let first = only.partition_point(|row| (*row as usize) < start);
        let mut rest = bytes;
        let mut at = 0;
        for row in &only[first..] {
            let Some(row) = (*row as usize).checked_sub(start).filter(|row| *row < rows) else { break };
            let is_there = |row: usize| valid.is_none_or(|v| v[row]);
            let before = (at..row).filter(|row| is_there(*row)).count();
            for _ in 0..before {
                rest = led(rest)?.1;
            }
            at = row;
            if is_there(row) {
                let (text, after) = led(rest)?;
                self.values.push(std::str::from_utf8(text)?);
                self.codes[start + row] = self.values.len() as u32 - 1;
                (rest, at) = (after, row + 1);
            }
        }
        Ok(())
    }

    fn take_plain(&mut self, bytes: &[u8], rows: usize, valid: Option<&[bool]>) -> Result<()> {
        if let (Some(only), None) = (self.only, &self.met) {
            return self.take_wanted(bytes, rows, valid, only);
        }
        let count = valid.map_or(rows, |v| v.iter().filter(|v| **v).count());
        let mut own = Vec::with_capacity(count);
        let (values, met) = (&mut self.values, &mut self.met);
        plain_texts(bytes, count, |text| {
            let mut add = || {
                values.push(text);
                values.len() as u32 - 1
            };
            own.push(match met {
                None => add(),
                Some(met) => match met.get(text) {
                    Some(code) => *code,
                    None => {
                        let code = add();
                        met.insert(text.into(), code);
                        code
                    }
                },
            });
        })?;
        match valid {
            None => self.codes.append(&mut own),
            Some(valid) => {
                self.nulls = true;
                let mut own = own.into_iter();
                self.codes.extend(valid.iter().map(|v| if *v { own.next().unwrap_or(NONE) } else { NONE }));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Coded {
        if self.nulls {
            let none = self.values.len() as u32;
            self.codes.iter_mut().filter(|c| **c == NONE).for_each(|c| *c = none);
        }
        Coded { codes: self.codes, values: self.values }
    }
}

/// A text that is led by its length, and what follows it.
fn led(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().context("a page ends early")?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).context("a page ends early")
}

/// Texts that are each led by their length.
fn plain_texts(mut bytes: &[u8], count: usize, mut each: impl FnMut(&str)) -> Result<()> {
    for _ in 0..count {
        let (text, rest) = led(bytes)?;
        each(std::str::from_utf8(text)?);
        bytes = rest;
    }
    Ok(())
}
