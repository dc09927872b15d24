//! Parquet by row groups. Pages are decoded here, not by polars: of a column of texts that is stored as codes into a list only the
//! codes are unpacked, and no text is made for a row.

use super::codes::{Codes, Spare};
use super::valid::Valid;
use super::{Batch, Coded, Rows, Strings, Values, Want};
use crate::input::footer;
use anyhow::{Context, Result, bail};
use polars_buffer::Buffer;
use polars_parquet::parquet::compression::DecompressionContext;
use polars_parquet::parquet::encoding::Encoding;
use polars_parquet::parquet::metadata::{ColumnChunkMetadata, FileMetadata, RowGroupMetadata};
use polars_parquet::parquet::page::{CompressedPage, DataPage, DictPage, Page, split_buffer};
use polars_parquet::parquet::read::{PageReader, decompress, read_metadata};
use polars_parquet::parquet::schema::types::PhysicalType;
use polars_parquet::parquet::statistics::Statistics;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What stands at the end of a file: its columns, and where each lies.
pub struct Footer(FileMetadata);

impl Footer {
    pub fn read(file: &mut File) -> Result<Self> {
        footer::check_open_table(file)?;
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
        work: impl Fn(&mut S, &Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        let next = AtomicUsize::new(0);
        let groups = &self.0.row_groups;
        let thread = || -> Result<S> {
            let file = File::open(path)?;
            let (chunk, page, context) = (Vec::new(), Vec::new(), DecompressionContext::Unset);
            let source = RefCell::new(Source { file, chunk, page, context, spare: Spare::default() });
            let mut state = new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(group) = groups.get(number) else { return Ok(state) };
                let only = match rows {
                    Rows::All => None,
                    Rows::Some(rows) => match rows.get(&number) {
                        Some(rows) => Some(rows.as_slice()),
                        None => continue,
                    },
                };
                let columns = wanted.iter().map(|_| OnceCell::new()).collect();
                let from = Group { group, footer: &self.0.footer_buf, source: &source, wanted, only };
                let batch = Batch { number, rows: group.num_rows(), columns, from: Some(from) };
                work(&mut state, &batch)?;
                source.try_borrow_mut().context("a column is being read")?.take_back(batch.columns);
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

/// A file as one thread reads it, with what it keeps from page to page.
struct Source {
    file: File,
    chunk: Vec<u8>,
    page: Vec<u8>,
    context: DecompressionContext,
    spare: Spare,
}

impl Source {
    /// What the columns of a batch stood in serves the next.
    fn take_back(&mut self, columns: Vec<OnceCell<Values>>) {
        for values in columns.into_iter().filter_map(OnceCell::into_inner) {
            match values {
                Values::Text(coded) => self.spare.give(coded.codes),
                Values::Few(few) => self.spare.give(few.codes),
                Values::Absent | Values::Numbers(_) => {}
            }
        }
    }
}

/// A row group whose columns are read as they are asked for.
pub struct Group<'r> {
    group: &'r RowGroupMetadata,
    footer: &'r [u8],
    source: &'r RefCell<Source>,
    wanted: &'r [Want],
    /// The rows whose texts are wanted, of texts that seldom repeat.
    only: Option<&'r [u32]>,
}

impl Group<'_> {
    fn chunk(&self, at: usize) -> Option<&ColumnChunkMetadata> {
        self.group.columns_under_root_iter(self.wanted.get(at)?.name())?.next()
    }

    pub fn read(&self, at: usize) -> Result<Values> {
        let (Some(chunk), Some(want)) = (self.chunk(at), self.wanted.get(at)) else { return Ok(Values::Absent) };
        let mut source = self.source.try_borrow_mut().context("a column is being read")?;
        read_column(&mut source, chunk, *want, self.group.num_rows(), self.only)
            .with_context(|| format!("column {}", want.name()))
    }

    pub fn bounds(&self, at: usize) -> Option<(f64, f64)> {
        match self.chunk(at)?.statistics(self.footer)?.ok()? {
            Statistics::Int32(own) => Some((f64::from(own.min_value?), f64::from(own.max_value?))),
            _ => None,
        }
    }
}

fn read_column(
    source: &mut Source,
    chunk: &ColumnChunkMetadata,
    want: Want,
    rows: usize,
    only: Option<&[u32]>,
) -> Result<Values> {
    let about = &chunk.descriptor().descriptor;
    if about.max_rep_level > 0 || about.max_def_level > 1 {
        bail!("lists in cells are not read");
    }
    let range = chunk.byte_range();
    let length = range.end.saturating_sub(range.start);
    let mut bytes = std::mem::take(&mut source.chunk);
    bytes.clear();
    if bytes.try_reserve(usize::try_from(length)?).is_err() {
        bail!("a column of {length} bytes");
    }
    source.file.seek(SeekFrom::Start(range.start))?;
    (&mut source.file).take(length).read_to_end(&mut bytes)?;
    let mut pages = PageReader::new(Cursor::new(Buffer::from_vec(bytes)), chunk, Vec::new(), usize::MAX);
    let dict = match pages.read_dict()? {
        None => None,
        Some(page) => match decompress(CompressedPage::Dict(page), &mut Vec::new(), &mut source.context)? {
            Page::Dict(dict) => Some(dict),
            Page::Data(_) => bail!("a page of values stands where their list should"),
        },
    };
    let kind = chunk.physical_type();
    let mut column = match want {
        Want::Text(_) | Want::Raw(_) if kind == PhysicalType::ByteArray => Decoded::Text(Texts::new(dict.as_ref(), want, only)?),
        Want::Number(_) | Want::Count(_) | Want::Day(_) if kind != PhysicalType::ByteArray => {
            Decoded::Numbers(Numbers::new(dict.as_ref(), kind, want)?)
        }
        _ => bail!("a column of type {kind:?} is not what is needed here"),
    };
    for page in pages.by_ref() {
        let Page::Data(mut page) = decompress(page?, &mut source.page, &mut source.context)? else {
            bail!("a second list of values");
        };
        column.take(&page, &mut source.spare)?;
        if source.page.capacity() == 0 {
            source.page = std::mem::take(page.buffer_mut());
        }
    }
    if let Some(chunk) = pages.into_inner().0.into_inner().into_mut().right() {
        source.chunk = chunk;
    }
    column.finish(rows)
}

enum Decoded<'r> {
    Text(Texts<'r>),
    Numbers(Numbers),
}

impl Decoded<'_> {
    fn take(&mut self, page: &DataPage, spare: &mut Spare) -> Result<()> {
        let parts = split_buffer(page)?;
        let rows = page.num_values();
        let valid = if page.descriptor.max_def_level > 0 { Valid::read(parts.def, rows)? } else { Valid::All };
        match (self, page.encoding()) {
            (Decoded::Text(texts), Encoding::RleDictionary | Encoding::PlainDictionary) => {
                texts.gaps |= !matches!(valid, Valid::All);
                texts.codes.extend_page(parts.values, rows, &valid, texts.values.len(), spare)
            }
            (Decoded::Text(texts), Encoding::Plain) => {
                texts.gaps |= texts.only.is_some() || !matches!(valid, Valid::All);
                texts.take_plain(parts.values, rows, &valid, spare)
            }
            (Decoded::Numbers(numbers), encoding) => {
                numbers.gaps |= !matches!(valid, Valid::All);
                numbers.take_page(parts.values, encoding, rows, &valid, spare)
            }
            (Decoded::Text(_), other) => bail!("the encoding {other:?} is not read"),
        }
    }

    fn finish(self, rows: usize) -> Result<Values> {
        let values = match self {
            Decoded::Text(texts) => Values::Text(Coded { codes: texts.codes, values: texts.values, gaps: texts.gaps }),
            Decoded::Numbers(numbers) if numbers.all.is_empty() => {
                Values::Few(Coded { codes: numbers.codes, values: numbers.list, gaps: numbers.gaps })
            }
            Decoded::Numbers(numbers) => Values::Numbers(numbers.all),
        };
        let read = match &values {
            Values::Text(coded) => coded.codes.rows(),
            Values::Few(few) => few.codes.rows(),
            Values::Numbers(all) => all.len(),
            Values::Absent => 0,
        };
        if read != rows {
            bail!("{read} values where the file says {rows}");
        }
        Ok(values)
    }
}

/// A column of numbers under construction.
struct Numbers {
    kind: PhysicalType,
    list: Vec<f64>,
    codes: Codes,
    /// A row may be without a number.
    gaps: bool,
    /// Numbers met, where each is to stand once.
    met: Option<FxHashMap<u64, u32>>,
    /// The numbers of the rows, once there is a page without codes; else empty.
    all: Vec<f64>,
}

impl Numbers {
    fn new(dict: Option<&DictPage>, kind: PhysicalType, want: Want) -> Result<Self> {
        let list = match dict {
            Some(dict) => plain_numbers(&dict.buffer, kind, dict.num_values)?,
            None if kind == PhysicalType::Boolean => vec![0.0, 1.0],
            None => Vec::new(),
        };
        let few = matches!(want, Want::Count(_));
        let met = few.then(|| list.iter().zip(0..).map(|(number, code)| (number.to_bits(), code)).collect());
        Ok(Self { kind, list, codes: Codes::default(), gaps: false, met, all: Vec::new() })
    }

    fn take_page(&mut self, bytes: &[u8], encoding: Encoding, rows: usize, valid: &Valid, spare: &mut Spare) -> Result<()> {
        let values = self.list.len();
        match encoding {
            Encoding::RleDictionary | Encoding::PlainDictionary if self.all.is_empty() => {
                self.codes.extend_page(bytes, rows, valid, values, spare)
            }
            Encoding::RleDictionary | Encoding::PlainDictionary => {
                let mut codes = Codes::default();
                codes.extend_page(bytes, rows, valid, values, spare)?;
                let number = |code: u32| self.list.get(code as usize).copied().unwrap_or(f64::NAN);
                codes.for_each(|_, code| self.all.push(number(code)));
                Ok(())
            }
            // True and false are their own codes, of one bit.
            Encoding::Plain if self.kind == PhysicalType::Boolean => {
                let count = valid.count(rows);
                let Some(bits) = bytes.get(..count.div_ceil(8)) else { bail!("a page has fewer values than it says") };
                if bits.iter().all(|eight| *eight == 0) {
                    return self.codes.extend_page(&[0], rows, valid, values, spare);
                }
                let mut page = vec![1];
                let mut header = bits.len() << 1 | 1;
                while header >= 0x80 {
                    page.push(header as u8 | 0x80);
                    header >>= 7;
                }
                page.push(header as u8);
                page.extend_from_slice(bits);
                self.codes.extend_page(&page, rows, valid, values, spare)
            }
            Encoding::Rle if self.kind == PhysicalType::Boolean => {
                let page: Vec<u8> = [1].into_iter().chain(bytes.iter().skip(4).copied()).collect();
                self.codes.extend_page(&page, rows, valid, values, spare)
            }
            Encoding::Plain => {
                let own = plain_numbers(bytes, self.kind, valid.count(rows))?;
                self.take(&own, rows, valid, spare)
            }
            other => bail!("the encoding {other:?} is not read"),
        }
    }

    fn take(&mut self, own: &[f64], rows: usize, valid: &Valid, spare: &mut Spare) -> Result<()> {
        let Some(met) = &mut self.met else {
            if let Valid::None = valid
                && self.all.is_empty()
            {
                return self.codes.extend_page(&[], rows, valid, self.list.len(), spare);
            }
            if self.all.is_empty() {
                let (list, all) = (&self.list, &mut self.all);
                self.codes.for_each(|_, code| all.push(list.get(code as usize).copied().unwrap_or(f64::NAN)));
            }
            return valid.spread(own, f64::NAN, rows, &mut self.all);
        };
        let before = self.list.len();
        let mut last: Option<(u64, u32)> = None;
        let mut codes = Vec::with_capacity(own.len());
        for number in own {
            let bits = number.to_bits();
            let code = match last.filter(|(known, _)| *known == bits) {
                Some((_, code)) => code,
                None => *met.entry(bits).or_insert_with(|| {
                    self.list.push(*number);
                    self.list.len() as u32 - 1
                }),
            };
            last = Some((bits, code));
            codes.push(code);
        }
        self.codes.grown(before, self.list.len(), spare);
        self.codes.extend_wide(&codes, rows, valid, self.list.len(), spare)
    }
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
    codes: Codes,
    values: Strings,
    /// A row may be without a text.
    gaps: bool,
    /// Texts met outside the list of the file, each once; `None` where they seldom repeat.
    met: Option<FxHashMap<Box<str>, u32>>,
    /// The rows whose texts are wanted.
    only: Option<&'r [u32]>,
}

impl<'r> Texts<'r> {
    fn new(dict: Option<&DictPage>, want: Want, only: Option<&'r [u32]>) -> Result<Self> {
        let mut values = Strings::default();
        if let Some(dict) = dict {
            values.reserve(dict.buffer.len(), dict.num_values);
            plain_texts(&dict.buffer, dict.num_values, |text| values.push(text))?;
        }
        let met = matches!(want, Want::Text(_)).then(FxHashMap::default);
        Ok(Self { codes: Codes::default(), values, gaps: false, met, only })
    }

    /// Only the wanted texts of a page that seldom repeat; the other rows have none.
    fn take_wanted(&mut self, bytes: &[u8], rows: usize, valid: &Valid, only: &[u32], spare: &mut Spare) -> Result<()> {
        let (start, before) = (self.codes.rows(), self.values.len());
        let first = only.partition_point(|row| (*row as usize) < start);
        let mut found = Vec::new();
        let (mut rest, mut at) = (bytes, 0);
        for row in &only[first..] {
            let Some(row) = (*row as usize).checked_sub(start).filter(|row| *row < rows) else { break };
            for _ in (at..row).filter(|row| valid.has(*row)) {
                rest = led(rest)?.1;
            }
            at = row;
            if valid.has(row) {
                let (text, after) = led(rest)?;
                self.values.push(std::str::from_utf8(text)?);
                found.push((row, self.values.len() as u32 - 1));
                (rest, at) = (after, row + 1);
            }
        }
        let none = self.values.len() as u32;
        let mut codes = vec![none; rows];
        for (row, code) in found {
            codes[row] = code;
        }
        self.codes.grown(before, self.values.len(), spare);
        self.codes.extend_wide(&codes, rows, &Valid::All, self.values.len(), spare)
    }

    fn take_plain(&mut self, bytes: &[u8], rows: usize, valid: &Valid, spare: &mut Spare) -> Result<()> {
        if let (Some(only), None) = (self.only, &self.met) {
            return self.take_wanted(bytes, rows, valid, only, spare);
        }
        let before = self.values.len();
        let count = valid.count(rows);
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
        self.codes.grown(before, self.values.len(), spare);
        self.codes.extend_wide(&own, rows, valid, self.values.len(), spare)
    }
}

/// A text that is led by its length, and what follows it.
fn led(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().context("a page ends early")?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).context("a page ends early")
}

/// Texts that are each led by their length.
fn plain_texts(bytes: &[u8], count: usize, mut each: impl FnMut(&str)) -> Result<()> {
    // All are looked at together where their lengths can stand in a text; else each on its own.
    let whole = simdutf8::basic::from_utf8(bytes).ok();
    let mut rest = bytes;
    for _ in 0..count {
        let (text, after) = led(rest)?;
        let start = bytes.len() - rest.len() + size_of::<u32>();
        match whole.and_then(|whole| whole.get(start..start + text.len())) {
            Some(text) => each(text),
            None => each(std::str::from_utf8(text)?),
        }
        rest = after;
    }
    Ok(())
}
