//! CSV in blocks of lines. A thread takes the next block under a lock, up to a line end that is in no quoted cell, and splits it for
//! itself.

use super::{Batch, Coded, Codes, Strings, Values, Want};
use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use memchr::{memchr, memchr_iter, memrchr};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

/// Bytes that are read at once. A line must fit into one block.
const BLOCK: usize = 4 << 20;

/// The first line of a file.
pub struct Head {
    names: Vec<String>,
    separator: u8,
    /// Bytes of the first line, and of the file.
    length: usize,
    bytes: u64,
}

impl Head {
    pub fn read(path: &Path) -> Result<Self> {
        let mut start = Vec::new();
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        file.take(1 << 16).read_to_end(&mut start)?;
        let line = &start[..memchr(b'\n', &start).unwrap_or(start.len())];
        let mark = usize::from(line.starts_with("\u{feff}".as_bytes())) * 3;
        let text = std::str::from_utf8(&line[mark..]).context("neither Parquet nor CSV")?;
        let separator = if text.contains(';') && !text.contains(',') { b';' } else { b',' };
        let names = text.trim_end_matches('\r').split(char::from(separator));
        let names: Vec<String> = names.map(|name| name.trim_matches('"').to_string()).collect();
        Ok(Self { names, separator, length: (line.len() + 1).min(start.len()), bytes })
    }

    pub fn has(&self, column: &str) -> bool {
        self.names.iter().any(|name| name == column)
    }

    /// Taking lines to have some two hundred bytes.
    pub const fn about_rows(&self) -> u64 {
        self.bytes / 200
    }

    pub fn scan<S: Send>(
        &self,
        path: &Path,
        wanted: &[Want],
        new: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, &Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        let mut file = File::open(path)?;
        std::io::copy(&mut (&mut file).take(self.length as u64), &mut std::io::sink())?;
        let blocks = Mutex::new(Blocks { file, rest: Vec::new(), done: false, count: 0 });
        // For each column of the file, where it goes.
        let slots: Vec<Option<usize>> =
            self.names.iter().map(|name| wanted.iter().position(|want| want.name() == name.as_str())).collect();
        let thread = || -> Result<S> {
            let mut state = new();
            let mut block = Vec::new();
            let mut cells: Vec<Cells> = wanted.iter().map(Cells::new).collect();
            loop {
                let number = match blocks.lock() {
                    Ok(mut blocks) => blocks.next(&mut block)?,
                    Err(_) => None,
                };
                let Some(number) = number else { return Ok(state) };
                let mut batch = split(&block, self.separator, &slots, &mut cells)?;
                batch.number = number;
                work(&mut state, &batch)?;
            }
        };
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..rayon::current_num_threads().max(1)).map(|_| scope.spawn(thread)).collect();
            let joined =
                running.into_iter().map(|t| t.join().unwrap_or_else(|_| bail!("a thread that read the file ended early")));
            joined.collect()
        })
    }
}

struct Blocks {
    file: File,
    /// The beginning of the line that the next block begins with.
    rest: Vec<u8>,
    done: bool,
    /// Blocks so far.
    count: usize,
}

impl Blocks {
    /// Reads the next block, in the place of the one before, and gives its number.
    fn next(&mut self, block: &mut Vec<u8>) -> Result<Option<usize>> {
        block.clear();
        if self.done {
            return Ok(None);
        }
        block.append(&mut self.rest);
        block.reserve(BLOCK);
        (&mut self.file).take(BLOCK as u64).read_to_end(block)?;
        self.count += 1;
        if block.len() < BLOCK {
            // The end of the file may stand in the middle of a read only where nothing follows.
            let mut more = [0; 1];
            match self.file.read(&mut more)? {
                0 => {
                    self.done = true;
                    return Ok((!block.is_empty()).then_some(self.count - 1));
                }
                _ => block.push(more[0]),
            }
        }
        let end = line_end(block).context("a line is too long for a table")?;
        self.rest.extend_from_slice(&block[end..]);
        block.truncate(end);
        Ok(Some(self.count - 1))
    }
}

/// After the last line end that is in no quoted cell.
fn line_end(block: &[u8]) -> Option<usize> {
    if memchr(b'"', block).is_none() {
        return memrchr(b'\n', block).map(|at| at + 1);
    }
    let quotes: Vec<usize> = memchr_iter(b'"', block).collect();
    // Lines that end between an even number of quotes and the next end outside of cells.
    let mut outside = quotes.len() - quotes.len() % 2;
    loop {
        let from = outside.checked_sub(1).map_or(0, |n| quotes[n] + 1);
        let to = quotes.get(outside).copied().unwrap_or(block.len());
        if let Some(at) = memrchr(b'\n', &block[from..to]) {
            return Some(from + at + 1);
        }
        outside = outside.checked_sub(2)?;
    }
}

/// A column, block after block.
enum Cells {
    Numbers(Vec<f64>),
    /// Texts met in this block and the ones before, and what each is as a number or a day, where the column is one.
    Coded {
        want: Want,
        codes: Vec<u32>,
        values: Strings,
        numbers: Vec<f64>,
        met: Met,
        nulls: bool,
    },
}

const NONE: u32 = u32::MAX;

/// Texts met, and where to look first: a text that comes again soon is found without hashing it whole.
#[derive(Default)]
struct Met {
    all: FxHashMap<Box<str>, u32>,
    recent: Vec<u32>,
}

/// Places of texts met lately.
const RECENT: usize = 1 << 13;
/// Texts of a column that are kept from block to block.
const KEPT: usize = 1 << 15;

impl Met {
    fn code(&mut self, text: &str, values: &mut Strings) -> u32 {
        let bytes = text.as_bytes();
        let edge = |end: Option<&[u8; 8]>| end.map_or(0, |end| u64::from_le_bytes(*end));
        let short = || bytes.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
        let mixed = if bytes.len() < 8 { short() } else { edge(bytes.first_chunk()) ^ edge(bytes.last_chunk()).rotate_left(5) };
        let place = ((mixed ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - RECENT.ilog2())) as usize % RECENT;
        if self.recent.is_empty() {
            self.recent.resize(RECENT, NONE);
        }
        let recent = &mut self.recent[place];
        if values.get(*recent as usize) != Some(text) {
            *recent = match self.all.get(text) {
                Some(code) => *code,
                None => {
                    values.push(text);
                    let code = values.len() as u32 - 1;
                    self.all.insert(text.into(), code);
                    code
                }
            };
        }
        *recent
    }
}

fn number(text: &str) -> Result<f64> {
    Ok(match text {
        "" => f64::NAN,
        "true" => 1.0,
        "false" => 0.0,
        digits => digits.parse().with_context(|| format!("\"{digits}\" is no number"))?,
    })
}

/// Days since 1970-01-01 of "2020-06-16".
fn day(text: &str) -> Result<f64> {
    let part = |range: std::ops::Range<usize>| {
        let digits = text.as_bytes().get(range)?;
        digits.iter().try_fold(0u16, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u16::from(digit - b'0')))
    };
    let plain = || {
        let bytes = text.as_bytes();
        let apart = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).filter(|_| apart)
    };
    let date = match plain() {
        Some(date) => date,
        None => text.parse::<NaiveDate>().with_context(|| format!("\"{text}\" is no day"))?,
    };
    Ok(f64::from(date.to_epoch_days()))
}

impl Cells {
    fn new(want: &Want) -> Self {
        match want {
            Want::Number(_) => Cells::Numbers(Vec::new()),
            want => Cells::Coded {
                want: *want,
                codes: Vec::new(),
                values: Strings::default(),
                numbers: Vec::new(),
                met: Met::default(),
                nulls: false,
            },
        }
    }

    fn push(&mut self, text: &str) -> Result<()> {
        match self {
            Cells::Numbers(numbers) => numbers.push(number(text)?),
            Cells::Coded { codes, nulls, .. } if text.is_empty() => {
                *nulls = true;
                codes.push(NONE);
            }
            Cells::Coded { want: Want::Raw(_), codes, values, .. } => {
                codes.push(values.len() as u32);
                values.push(text);
            }
            Cells::Coded { codes, values, met, .. } => codes.push(met.code(text, values)),
        }
        Ok(())
    }

    /// The column of a block. What was met stays for the next, unless it is much.
    fn finish(&mut self) -> Result<Values> {
        let (want, codes, values, numbers, met, nulls) = match self {
            Cells::Numbers(numbers) => return Ok(Values::Numbers(std::mem::take(numbers))),
            Cells::Coded { want, codes, values, numbers, met, nulls } => (want, codes, values, numbers, met, nulls),
        };
        let size = codes.len();
        let mut codes = std::mem::replace(codes, Vec::with_capacity(size + size / 8));
        let gaps = std::mem::take(nulls);
        if gaps {
            let none = values.len() as u32;
            codes.iter_mut().filter(|code| **code == NONE).for_each(|code| *code = none);
        }
        let codes = match codes.split_first() {
            Some((first, rest)) if rest.iter().all(|code| code == first) => Codes::One(*first, codes.len()),
            _ => Codes::Wide(codes),
        };
        let parse = match want {
            Want::Day(_) => day,
            _ => number,
        };
        let kept = !matches!(want, Want::Raw(_)) && values.len() < KEPT;
        Ok(if matches!(want, Want::Text(_) | Want::Raw(_)) {
            let values = if kept { values.clone() } else { std::mem::take(values) };
            if !kept {
                *met = Met::default();
            }
            Values::Text(Coded { codes, values, gaps })
        } else {
            for at in numbers.len()..values.len() {
                numbers.push(parse(values.get(at).unwrap_or_default())?);
            }
            let list = numbers.clone();
            if !kept {
                (*values, *numbers, *met) = Default::default();
            }
            Values::Few(Coded { codes, values: list, gaps })
        })
    }
}

/// Where separators, line ends and quotes stand in a text, in order.
struct Marks<'t> {
    bytes: &'t [u8],
    separator: u8,
    /// Where the bytes of the mask begin, and those of its marks that are still to come.
    start: usize,
    mask: u64,
}

const WORD: usize = u64::BITS as usize;

impl<'t> Marks<'t> {
    fn new(bytes: &'t [u8], separator: u8) -> Self {
        let mut marks = Self { bytes, separator, start: 0, mask: 0 };
        marks.mask = marks.mask_at(0);
        marks
    }

    fn mask_at(&self, start: usize) -> u64 {
        let rest = &self.bytes[start.min(self.bytes.len())..];
        if let Some(block) = rest.first_chunk::<WORD>() {
            return mask(block, self.separator);
        }
        let mut block = [0; WORD];
        block[..rest.len()].copy_from_slice(rest);
        mask(&block, self.separator)
    }
}

/// A bit for each byte that is a mark.
fn mask(block: &[u8; WORD], separator: u8) -> u64 {
    let is_mark = block.map(|byte| u8::from(byte == separator) | u8::from(byte == b'\n') | u8::from(byte == b'"'));
    // The low bits of eight bytes are brought together in the highest by one multiplication.
    let bits = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    is_mark.as_chunks::<8>().0.iter().rev().fold(0, |mask, bytes| mask << 8 | bits(bytes))
}

impl Iterator for Marks<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            self.start += WORD;
            if self.start >= self.bytes.len() {
                return None;
            }
            self.mask = self.mask_at(self.start);
        }
        let at = self.start + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

/// The wanted cells of a block of whole lines.
fn split(block: &[u8], separator: u8, slots: &[Option<usize>], cells: &mut [Cells]) -> Result<Batch<'static>> {
    let text = simdutf8::basic::from_utf8(block)?;
    let mut rows = 0;
    let mut unquoted = String::new();
    // Where the cell begins, which of its line it is, and whether it is in quotes that are not closed yet, or were just closed.
    let (mut start, mut column, mut inside, mut closed) = (0, 0, false, usize::MAX);
    let end = if block.last() == Some(&b'\n') { None } else { Some(block.len()) };
    for at in Marks::new(block, separator).chain(end) {
        let mark = block.get(at).copied().unwrap_or(b'\n');
        if mark == b'"' {
            if inside {
                (inside, closed) = (false, at);
            } else {
                inside = at == start || closed.wrapping_add(1) == at;
            }
            continue;
        }
        if inside && at < block.len() {
            continue;
        }
        let ends_line = mark == b'\n';
        let from = std::mem::replace(&mut start, at + 1);
        (inside, closed) = (false, usize::MAX);
        if ends_line && column == 0 && matches!(block.get(from..at), Some(b"" | b"\r")) {
            continue;
        }
        if let Some(Some(slot)) = slots.get(column) {
            let cell = &text[from..at];
            let cell = if ends_line { cell.strip_suffix('\r').unwrap_or(cell) } else { cell };
            match cell.strip_prefix('"') {
                None => cells[*slot].push(cell)?,
                Some(quoted) => {
                    unquote(quoted, &mut unquoted);
                    cells[*slot].push(&unquoted)?;
                }
            }
        }
        column += 1;
        if ends_line {
            // A line may have fewer cells than there are columns.
            slots.iter().skip(column).flatten().try_for_each(|slot| cells[*slot].push(""))?;
            (rows, column) = (rows + 1, 0);
        }
    }
    let column = |(at, cells): (usize, &mut Cells)| -> Result<OnceCell<Values>> {
        Ok(OnceCell::from(if slots.contains(&Some(at)) { cells.finish()? } else { Values::Absent }))
    };
    let columns = cells.iter_mut().enumerate().map(column).collect::<Result<_>>()?;
    Ok(Batch { number: 0, rows, columns, from: None })
}

/// What stands between quotes, of which two are one; `quoted` is without the first.
fn unquote(quoted: &str, unquoted: &mut String) {
    unquoted.clear();
    let mut rest = quoted;
    while let Some(at) = memchr(b'"', rest.as_bytes()) {
        unquoted.push_str(&rest[..at]);
        let Some(after) = rest[at + 1..].strip_prefix('"') else { return };
        unquoted.push('"');
        rest = after;
    }
    unquoted.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, wanted: &[Want]) -> Vec<Vec<String>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, text).unwrap();
        let head = Head::read(&path).unwrap();
        let rows = head.scan(&path, wanted, Vec::new, |rows: &mut Vec<Vec<String>>, batch| {
            for row in 0..batch.rows {
                let cell = |c: &Values| c.text(row).map(str::to_string).or(c.number(row).map(|n| n.to_string()));
                let columns = (0..wanted.len()).map(|at| batch.column(at).unwrap());
                rows.push(columns.map(|c| cell(c).unwrap_or_else(|| "-".into())).collect());
            }
            Ok(())
        });
        rows.unwrap().concat()
    }

    #[test]
    fn quoted_cells_hold_what_separates() {
        let text = "a,\"b\",c,d\nx,\"một, \"\"hai\"\"\nba\",3,k\r\n,y,,\"z,\n\"\nlast,w,4.5";
        let wanted = [Want::Text("b"), Want::Number("c"), Want::Raw("a"), Want::Text("thiếu")];
        assert_eq!(
            read(text, &wanted),
            [["một, \"hai\"\nba", "3", "x", "-"], ["y", "-", "-", "-"], ["w", "4.5", "last", "-"]].map(|r| r.map(String::from))
        );
        assert_eq!(read("\u{feff}a;b\n1;2\n", &[Want::Day("không"), Want::Text("b")]), [["-", "2"]]);
        assert_eq!(read("d\n2020-02-29\n2020-03-01\n", &[Want::Day("d")]), [["18321"], ["18322"]]);
        // Quotes in the middle of a cell are part of it; a cell that is never closed ends with the file; empty lines are none.
        assert_eq!(read("a,b\nx\"y,2\n\n\r\n\"z\",\"3", &[Want::Text("a"), Want::Count("b")]), [["x\"y", "2"], ["z", "3"]]);
        let long: String = (0..500).map(|n| format!("{n},\"{}\",{}\n", "é,".repeat(n % 70), n % 7)).collect();
        let expected: Vec<Vec<String>> = (0..500).map(|n| vec![format!("{}", n % 7), "é,".repeat(n % 70)]).collect();
        let expected: Vec<Vec<String>> = expected
            .into_iter()
            .map(|row| row.into_iter().map(|c| if c.is_empty() { "-".into() } else { c }).collect())
            .collect();
        assert_eq!(read(&format!("n,t,m\n{long}"), &[Want::Count("m"), Want::Text("t")]), expected);
    }

    #[test]
    fn a_block_ends_after_a_line() {
        for (block, end) in
            [("a\nb", Some(2)), ("a\n\"b\nc", Some(2)), ("\"a\"\n\"b\n\"\n", Some(9)), ("\"a\n", None), ("", None)]
        {
            assert_eq!(line_end(block.as_bytes()), end, "{block:?}");
        }
    }
}
