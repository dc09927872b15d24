//! Files and standard input → raw articles, opened one after another and read while they are asked for.

use super::decode::{self, Decoded};
use super::error::{InputError, Problem, shown};
use super::jsonl;
use super::lines::{FromUtf16, Record, Records};
use super::raw::RawArticle;
use super::walk::{Format, Walk};
use super::{Input, Options};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// Zones count bytes in 32 bits.
const LARGEST_ARTICLE: usize = 1 << 30;
/// Bytes looked at to tell a format where the file's name does not.
const HEAD: usize = 4096;

type Bytes = Box<dyn Read + Send>;

/// The articles of the inputs as their files hold them; see [`raw_articles`].
pub struct RawArticles {
    inputs: VecDeque<Input>,
    options: Options,
    walk: Option<Walk>,
    open: Option<OpenFile>,
    ready: VecDeque<Result<RawArticle, InputError>>,
}

/// Like [`super::articles`], with the page of each article still to be read ([`RawArticle::finish`]), which a caller may do in
/// parallel.
pub fn raw_articles(inputs: &[Input], options: &Options) -> RawArticles {
    let mut options = options.clone();
    options.max_article_bytes = options.max_article_bytes.min(LARGEST_ARTICLE);
    RawArticles { inputs: inputs.iter().cloned().collect(), options, walk: None, open: None, ready: VecDeque::new() }
}

/// A file of JSON articles that is being read.
struct OpenFile {
    name: String,
    stem: String,
    records: Records<BufReader<Bytes>>,
    /// A record read ahead, to know whether the first is the only one.
    ahead: Option<Record>,
    read: u64,
    tally: Tally,
}

/// What was replaced in a file of many articles: said once, not for each line.
#[derive(Default)]
struct Tally {
    replaced: usize,
    first_line: u64,
    converted: Option<&'static str>,
}

impl Iterator for RawArticles {
    type Item = Result<RawArticle, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if let Some(file) = &mut self.open {
                if !file.advance(&self.options, &mut self.ready) {
                    self.open = None;
                }
            } else if let Some(walk) = &mut self.walk {
                match walk.next() {
                    Some(Ok((path, format))) => self.open_path(&path, format),
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.walk = None,
                }
            } else {
                match self.inputs.pop_front()? {
                    Input::Path(path) => self.walk = Some(Walk::new(&path)),
                    Input::Stdin => self.open_bytes(Box::new(io::stdin()), "stdin", "stdin", Format::Unknown),
                }
            }
        }
    }
}

impl RawArticles {
    fn open_path(&mut self, path: &Path, format: Format) {
        let name = shown(path);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        match File::open(path) {
            Ok(file) => self.open_bytes(Box::new(file), &name, &stem, format),
            Err(error) => self.ready.push_back(Err(InputError::io(&name, &error))),
        }
    }

    fn open_bytes(&mut self, mut bytes: Bytes, name: &str, stem: &str, format: Format) {
        let head = match read_head(&mut bytes) {
            Ok(head) => head,
            Err(error) => return self.ready.push_back(Err(InputError::io(name, &error))),
        };
        let order = decode::utf16_order(&head[..head.len() & !1]);
        let plain_head = match order {
            Some((order, bom)) => decode::utf16_prefix(&head[bom..], order),
            None => head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).to_vec(),
        };
        let layout = layout(&plain_head, format);
        let bom = order.map_or(head.len() - plain_head.len(), |(_, bom)| bom);
        let mut whole: Bytes = Box::new(Cursor::new(head).chain(bytes));
        if layout == Layout::Text {
            let read = read_text(whole, self.options.max_article_bytes);
            return self.push_text(read, name, stem);
        }
        let skipped = io::copy(&mut whole.by_ref().take(bom as u64), &mut io::sink());
        if let Err(error) = skipped {
            return self.ready.push_back(Err(InputError::io(name, &error)));
        }
        let whole: Bytes = match order {
            Some((order, _)) => Box::new(FromUtf16::new(whole, order)),
            None => whole,
        };
        // A letter takes up to six bytes in JSON ("\u1ec7"), and the fields beside the text take some.
        let limit = self.options.max_article_bytes.saturating_mul(6).saturating_add(1 << 16);
        let reader = BufReader::with_capacity(1 << 16, whole);
        let records = if layout == Layout::Lines { Records::lines(reader, limit) } else { Records::values(reader, limit) };
        let (name, stem) = (name.to_string(), stem.to_string());
        self.open = Some(OpenFile { name, stem, records, ahead: None, read: 0, tally: Tally::default() });
    }

    fn push_text(&mut self, read: Result<Decoded, Problem>, name: &str, stem: &str) {
        match read {
            Ok(Decoded { text, .. }) if text.trim().is_empty() => {
                self.ready.push_back(Err(InputError::new(name, Problem::Empty)));
            }
            Ok(Decoded { text, notice }) => {
                self.ready.extend(notice.map(|notice| Err(InputError::new(name, notice))));
                self.ready.push_back(Ok(RawArticle { id: stem.to_string(), text, ..RawArticle::default() }));
            }
            Err(problem) => self.ready.push_back(Err(InputError::new(name, problem))),
        }
    }
}

impl OpenFile {
    /// Reads the next record; whether the file may have more.
    fn advance(&mut self, options: &Options, ready: &mut VecDeque<Result<RawArticle, InputError>>) -> bool {
        let next = match self.ahead.take() {
            Some(record) => Ok(Some(record)),
            None => self.records.next(),
        };
        let record = match next {
            Ok(Some(record)) => record,
            Ok(None) => {
                if self.read == 0 {
                    ready.push_back(Err(InputError::new(&self.name, Problem::Empty)));
                }
                self.end(ready);
                return false;
            }
            Err(error) => {
                let reason = error.to_string();
                ready.push_back(Err(InputError::new(&self.name, Problem::Unreadable { reason })));
                self.end(ready);
                return false;
            }
        };
        self.read += 1;
        let mut going_on = true;
        // Values of a JSON list may share a line: their place in the list names them.
        let number = if self.records.are_lines() { record.line } else { self.read };
        let mut id = format!("{}:{number}", self.stem);
        if self.read == 1 {
            // One article in a file is named by the file. An error met here is met again, and said, by the next call.
            match self.records.next() {
                Ok(None) => (id, going_on) = (self.stem.clone(), false),
                Ok(ahead) => self.ahead = ahead,
                Err(error) => {
                    let reason = error.to_string();
                    ready.push_back(Err(InputError::new(&self.name, Problem::Unreadable { reason })));
                    going_on = false;
                }
            }
        }
        let line = record.line;
        match self.understand(record, &id, options) {
            Ok((article, notice)) => {
                ready.extend(notice.map(|problem| Err(InputError::at_line(&self.name, line, problem))));
                ready.push_back(Ok(article));
            }
            Err(problem) => ready.push_back(Err(InputError::at_line(&self.name, line, problem))),
        }
        if !going_on {
            self.end(ready);
        }
        going_on
    }

    fn understand(&mut self, record: Record, id: &str, options: &Options) -> Result<(RawArticle, Option<Problem>), Problem> {
        if record.too_long {
            return Err(Problem::TooLarge { limit: options.max_article_bytes });
        }
        if record.cut {
            return Err(Problem::BrokenJson { reason: "the file ends too early".to_string() });
        }
        let text = match String::from_utf8(record.bytes) {
            Ok(text) => text,
            Err(error) => {
                let Decoded { text, notice } = decode::decode(error.into_bytes())?;
                match notice {
                    Some(Problem::Converted { encoding }) => self.tally.converted = Some(encoding),
                    Some(Problem::Replaced { count }) => {
                        if self.tally.replaced == 0 {
                            self.tally.first_line = record.line;
                        }
                        self.tally.replaced += count;
                    }
                    _ => {}
                }
                text
            }
        };
        let (article, notice) = jsonl::parse(&text, id, &options.columns)?;
        let length = article.text.len() + article.title.as_ref().map_or(0, String::len);
        if length > options.max_article_bytes {
            return Err(Problem::TooLarge { limit: options.max_article_bytes });
        }
        Ok((article, notice))
    }

    fn end(&mut self, ready: &mut VecDeque<Result<RawArticle, InputError>>) {
        let tally = std::mem::take(&mut self.tally);
        if tally.replaced > 0 {
            let problem = Problem::Replaced { count: tally.replaced };
            ready.push_back(Err(InputError::at_line(&self.name, tally.first_line, problem)));
        }
        if let Some(encoding) = tally.converted {
            ready.push_back(Err(InputError::new(&self.name, Problem::Converted { encoding })));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Text,
    Lines,
    Values,
}

/// How a file is laid out, by its ending and its first letters.
fn layout(head: &[u8], format: Format) -> Layout {
    let mut letters = head.iter().filter(|b| !b.is_ascii_whitespace());
    let (first, second) = (letters.next(), letters.next());
    match format {
        Format::Text | Format::Other => Layout::Text,
        Format::Json => Layout::Values,
        Format::JsonLines if first == Some(&b'[') => Layout::Values,
        Format::JsonLines => Layout::Lines,
        Format::Unknown => match (first, second) {
            (Some(b'['), Some(b'{' | b']')) => Layout::Values,
            (Some(b'{'), Some(b'"' | b'}')) => {
                // An object spread over lines has nothing after its first brace.
                let open = head.iter().position(|&b| b == b'{').unwrap_or(0);
                let spread = head[open + 1..].iter().find(|&&b| !matches!(b, b' ' | b'\t' | b'\r')) == Some(&b'\n');
                if spread { Layout::Values } else { Layout::Lines }
            }
            _ => Layout::Text,
        },
    }
}

fn read_head(bytes: &mut Bytes) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    bytes.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn read_text(bytes: Bytes, limit: usize) -> Result<Decoded, Problem> {
    let too_large = Problem::TooLarge { limit };
    let mut all = Vec::new();
    bytes.take(limit as u64 + 1).read_to_end(&mut all).map_err(|e| super::error::io_problem(&e))?;
    if all.len() > limit {
        return Err(too_large);
    }
    let decoded = decode::decode(all)?;
    if decoded.text.len() > limit { Err(too_large) } else { Ok(decoded) }
}

#[cfg(test)]
mod tests;
