//! CSV in blocks of lines. A thread takes the next block under a lock, up to a line end that is in no quoted cell, and splits it for
//! itself.

use super::{Batch, Coded, Strings, Values, Want};
use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use memchr::{memchr, memchr_iter, memchr2, memrchr};
use rustc_hash::FxHashMap;
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
        work: impl Fn(&mut S, Batch) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        let mut file = File::open(path)?;
        std::io::copy(&mut (&mut file).take(self.length as u64), &mut std::io::sink())?;
        let blocks = Mutex::new(Blocks { file, rest: Vec::new(), done: false, count: 0 });
        // For each column of the file, where it goes.
        let slots: Vec<Option<usize>> =
            self.names.iter().map(|name| wanted.iter().position(|want| want.name() == name.as_str())).collect();
        let last = slots.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        let thread = || -> Result<S> {
            let mut state = new();
            loop {
                let block = match blocks.lock() {
                    Ok(mut blocks) => blocks.next()?,
                    Err(_) => None,
                };
                let Some((number, block)) = block else { return Ok(state) };
                let mut batch = split(&block, self.separator, &slots[..last], wanted)?;
                batch.number = number;
                work(&mut state, batch)?;
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
    fn next(&mut self) -> Result<Option<(usize, Vec<u8>)>> {
        let block = self.next_block()?;
        self.count += 1;
        Ok(block.map(|block| (self.count - 1, block)))
    }

    fn next_block(&mut self) -> Result<Option<Vec<u8>>> {
        if self.done {
            return Ok(None);
        }
        let mut block = std::mem::take(&mut self.rest);
        block.reserve(BLOCK);
        (&mut self.file).take(BLOCK as u64).read_to_end(&mut block)?;
        if block.len() < BLOCK {
            // The end of the file may stand in the middle of a read only where nothing follows.
            let mut more = [0; 1];
            match self.file.read(&mut more)? {
                0 => {
                    self.done = true;
                    return Ok((!block.is_empty()).then_some(block));
                }
                _ => block.push(more[0]),
            }
        }
        let end = line_end(&block).context("a line is too long for a table")?;
        self.rest = block.split_off(end);
        Ok(Some(block))
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

enum Cells {
    Text { codes: Vec<u32>, values: Strings, met: FxHashMap<Box<str>, u32>, last: Option<u32>, distinct: bool, nulls: bool },
    Numbers(Vec<f64>),
    Days(Vec<f64>),
}

const NONE: u32 = u32::MAX;

impl Cells {
    fn new(want: &Want) -> Self {
        match want {
            Want::Number(_) => Cells::Numbers(Vec::new()),
            Want::Day(_) => Cells::Days(Vec::new()),
            Want::Text(_) | Want::Raw(_) => Cells::Text {
                codes: Vec::new(),
                values: Strings::default(),
                met: FxHashMap::default(),
                last: None,
                distinct: matches!(want, Want::Text(_)),
                nulls: false,
            },
        }
    }

    fn push(&mut self, text: &str) -> Result<()> {
        match self {
            Cells::Numbers(numbers) => numbers.push(match text {
                "" => f64::NAN,
                "true" => 1.0,
                "false" => 0.0,
                digits => digits.parse().with_context(|| format!("\"{digits}\" is no number"))?,
            }),
            Cells::Days(days) => days.push(match text {
                "" => f64::NAN,
                day => f64::from(day.parse::<NaiveDate>().with_context(|| format!("\"{day}\" is no day"))?.to_epoch_days()),
            }),
            Cells::Text { codes, nulls, .. } if text.is_empty() => {
                *nulls = true;
                codes.push(NONE);
            }
            Cells::Text { codes, values, met, last, distinct, .. } => {
                let code = match last.filter(|code| values.get(*code as usize) == Some(text)) {
                    Some(code) => code,
                    None => {
                        let known = if *distinct { met.get(text).copied() } else { None };
                        known.unwrap_or_else(|| {
                            values.push(text);
                            let code = values.len() as u32 - 1;
                            if *distinct {
                                met.insert(text.into(), code);
                            }
                            code
                        })
                    }
                };
                *last = Some(code);
                codes.push(code);
            }
        }
        Ok(())
    }

    fn finish(self) -> Values {
        match self {
            Cells::Numbers(numbers) | Cells::Days(numbers) => Values::Numbers(numbers),
            Cells::Text { mut codes, values, nulls, .. } => {
                if nulls {
                    let none = values.len() as u32;
                    codes.iter_mut().filter(|c| **c == NONE).for_each(|c| *c = none);
                }
                Values::Text(Coded { codes, values })
            }
        }
    }
}

/// The wanted cells of a block of whole lines.
fn split(block: &[u8], separator: u8, slots: &[Option<usize>], wanted: &[Want]) -> Result<Batch> {
    let text = std::str::from_utf8(block)?;
    let mut cells: Vec<Cells> = wanted.iter().map(Cells::new).collect();
    let mut rest = text;
    let mut rows = 0;
    let mut unquoted = String::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")) {
            rest = after;
            continue;
        }
        rows += 1;
        let mut ended = false;
        for slot in slots {
            let cell =
                if ended { Cell { text: Some(""), ends_line: true, rest } } else { next_cell(rest, separator, &mut unquoted) };
            if let Some(slot) = slot {
                cells[*slot].push(cell.text.unwrap_or(&unquoted))?;
            }
            (rest, ended) = (cell.rest, ended || cell.ends_line);
        }
        while !ended {
            // Past the last wanted column: to the end of the line, which may stand behind a quoted cell.
            match memchr2(b'\n', b'"', rest.as_bytes()) {
                None => (rest, ended) = ("", true),
                Some(at) if rest.as_bytes()[at] == b'\n' => (rest, ended) = (&rest[at + 1..], true),
                Some(at) => {
                    let after = &rest[at + 1..];
                    rest = memchr(b'"', after.as_bytes()).map_or("", |end| &after[end + 1..]);
                }
            }
        }
    }
    let found = |at| slots.contains(&Some(at));
    let columns =
        cells.into_iter().enumerate().map(|(at, cells)| if found(at) { cells.finish() } else { Values::Absent }).collect();
    Ok(Batch { number: 0, rows, columns })
}

struct Cell<'t> {
    /// `None`: it was in quotes and stands in the buffer.
    text: Option<&'t str>,
    ends_line: bool,
    rest: &'t str,
}

fn next_cell<'t>(rest: &'t str, separator: u8, unquoted: &mut String) -> Cell<'t> {
    let Some(quoted) = rest.strip_prefix('"') else {
        return match memchr2(separator, b'\n', rest.as_bytes()) {
            None => Cell { text: Some(rest), ends_line: true, rest: "" },
            Some(at) => {
                let ends_line = rest.as_bytes()[at] == b'\n';
                let text = &rest[..at];
                let text = if ends_line { text.strip_suffix('\r').unwrap_or(text) } else { text };
                Cell { text: Some(text), ends_line, rest: &rest[at + 1..] }
            }
        };
    };
    unquoted.clear();
    let mut inside = quoted;
    loop {
        let Some(at) = memchr(b'"', inside.as_bytes()) else {
            unquoted.push_str(inside);
            return Cell { text: None, ends_line: true, rest: "" };
        };
        unquoted.push_str(&inside[..at]);
        inside = &inside[at + 1..];
        match inside.strip_prefix('"') {
            Some(after) => {
                unquoted.push('"');
                inside = after;
            }
            None => break,
        }
    }
    let end = memchr2(separator, b'\n', inside.as_bytes());
    let ends_line = end.is_none_or(|at| inside.as_bytes()[at] == b'\n');
    Cell { text: None, ends_line, rest: end.map_or("", |at| &inside[at + 1..]) }
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
                rows.push(batch.columns.iter().map(|c| cell(c).unwrap_or_else(|| "-".into())).collect());
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
        assert_eq!(read("d\n2020-02-29\n", &[Want::Day("d")]), [["18321"]]);
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
