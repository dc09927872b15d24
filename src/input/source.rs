//! Files and standard input → raw articles, opened one after another and read while they are asked for.

#[cfg(feature = "cli")]
use super::arrow_stream::{ArrowStream, BEGINNING};
use super::csv_file::{self, CsvFile};
use super::decode::{self, Decoded};
use super::error::{InputError, Problem, shown};
use super::html;
use super::json_file::JsonFile;
use super::lines::{FromUtf16, Records};
use super::packed::{Bytes, unpack, unpacked_name};
#[cfg(feature = "cli")]
use super::parquet_file::ParquetFile;
use super::raw::RawArticle;
use super::walk::{Format, Walk, ending};
use super::{Input, Options};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// Zones count bytes in 32 bits.
const LARGEST_ARTICLE: usize = 1 << 30;
/// Bytes looked at to tell a format where the file's name does not.
const HEAD: usize = 4096;

/// The articles of the inputs as their files hold them; see [`raw_articles`].
pub struct RawArticles {
    inputs: VecDeque<Input>,
    options: Options,
    walk: Option<Walk>,
    open: Option<OpenFile>,
    ready: Ready,
}

/// Like [`super::articles`], with the page of each article still to be read ([`RawArticle::finish`]), which a caller may do in
/// parallel.
pub fn raw_articles(inputs: &[Input], options: &Options) -> RawArticles {
    let mut options = options.clone();
    options.max_article_bytes = options.max_article_bytes.min(LARGEST_ARTICLE);
    RawArticles { inputs: inputs.iter().cloned().collect(), options, walk: None, open: None, ready: VecDeque::new() }
}

/// The articles in `bytes`, read as a file of that name is: its ending says what they are ("tin.jsonl.gz"). Parquet is read
/// from files only.
pub fn raw_articles_in(name: &str, bytes: Vec<u8>, options: &Options) -> RawArticles {
    let mut articles = raw_articles(&[], options);
    let (path, format) = (Path::new(name), Format::of(Path::new(name)));
    if matches!(format, Format::Parquet | Format::Other) {
        articles.ready.push_back(Err(InputError::new(name, Problem::Unsupported { ending: ending(path) })));
    } else {
        articles.open_bytes(Box::new(Cursor::new(bytes)), name, &stem(path), format);
    }
    articles
}

/// The name of a file without its endings: the id of its article.
fn stem(path: &Path) -> String {
    unpacked_name(path).0.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What was read and is to be handed over, in order.
pub(crate) type Ready = VecDeque<Result<RawArticle, InputError>>;

/// A file of many articles that is being read.
enum OpenFile {
    Json(Box<JsonFile<BufReader<Bytes>>>),
    Csv(Box<CsvFile<BufReader<Bytes>>>),
    #[cfg(feature = "cli")]
    Parquet(Box<ParquetFile>),
    #[cfg(feature = "cli")]
    Arrow(Box<ArrowStream>),
}

impl OpenFile {
    /// Reads the next article; whether the file may have more.
    fn advance(&mut self, options: &Options, ready: &mut Ready) -> bool {
        match self {
            OpenFile::Json(file) => file.advance(options, ready),
            OpenFile::Csv(file) => file.advance(options, ready),
            #[cfg(feature = "cli")]
            OpenFile::Parquet(file) => file.advance(options, ready),
            #[cfg(feature = "cli")]
            OpenFile::Arrow(stream) => stream.advance(options, ready),
        }
    }
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
                    Input::Stdin => self.open_bytes(Box::new(io::stdin()), "stdin", "stdin", self.options.stdin),
                }
            }
        }
    }
}

impl RawArticles {
    fn open_path(&mut self, path: &Path, format: Format) {
        let name = shown(path);
        let stem = stem(path);
        #[cfg(feature = "cli")]
        if format == Format::Parquet {
            // Read from both ends and in jumps: counted when it is opened.
            self.options.meter.add(std::fs::metadata(path).map_or(0, |meta| meta.len()));
            match ParquetFile::open(path, &name, &stem, &self.options) {
                Ok(file) => self.open = Some(OpenFile::Parquet(Box::new(file))),
                Err(problem) => self.ready.push_back(Err(InputError::new(&name, problem))),
            }
            return;
        }
        match File::open(path) {
            Ok(file) => self.open_bytes(Box::new(self.options.meter.read(file)), &name, &stem, format),
            Err(error) => self.ready.push_back(Err(InputError::io(&name, &error))),
        }
    }

    /// Whether the next article may be long in coming: those of a record batch have all been handed over, and whoever sends
    /// the batches may wait for the answer to this one.
    #[cfg(feature = "cli")]
    pub fn is_between_batches(&self) -> bool {
        self.ready.is_empty() && matches!(&self.open, Some(OpenFile::Arrow(stream)) if stream.is_between_batches())
    }

    #[cfg(feature = "cli")]
    fn open_stream(&mut self, bytes: Bytes, name: &str, stem: &str) {
        match ArrowStream::open(BufReader::with_capacity(1 << 16, bytes), name, stem, &self.options) {
            Ok(stream) => self.open = Some(OpenFile::Arrow(Box::new(stream))),
            Err(problem) => self.ready.push_back(Err(InputError::new(name, problem))),
        }
    }

    fn open_bytes(&mut self, mut bytes: Bytes, name: &str, stem: &str, format: Format) {
        // Looking at its first bytes would wait for more than a short stream has.
        #[cfg(feature = "cli")]
        if format == Format::Arrow {
            return self.open_stream(bytes, name, stem);
        }
        let (head, bytes) = match read_head(&mut bytes).and_then(|head| unpacked_head(head, bytes)) {
            Ok(read) => read,
            Err(error) => return self.ready.push_back(Err(InputError::io(name, &error))),
        };
        #[cfg(feature = "cli")]
        if format == Format::Unknown && head.starts_with(&BEGINNING) {
            return self.open_stream(Box::new(Cursor::new(head).chain(bytes)), name, stem);
        }
        let order = decode::utf16_order(&head[..head.len() & !1]);
        let plain_head = match order {
            Some((order, bom)) => decode::utf16_prefix(&head[bom..], order),
            None => head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).to_vec(),
        };
        let layout = layout(&plain_head, format);
        let bom = order.map_or(head.len() - plain_head.len(), |(_, bom)| bom);
        let mut whole: Bytes = Box::new(Cursor::new(head).chain(bytes));
        if matches!(layout, Layout::Text | Layout::Page) {
            let read = read_text(whole, self.options.max_article_bytes);
            return self.push_text(read, name, stem, layout);
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
        self.open = Some(match layout {
            Layout::Rows => OpenFile::Csv(Box::new(CsvFile::new(name, stem, reader, csv_file::delimiter(&plain_head), limit))),
            Layout::Lines => OpenFile::Json(Box::new(JsonFile::new(name, stem, Records::lines(reader, limit)))),
            Layout::Values | Layout::Text | Layout::Page => {
                OpenFile::Json(Box::new(JsonFile::new(name, stem, Records::values(reader, limit))))
            }
        });
    }

    fn push_text(&mut self, read: Result<Decoded, Problem>, name: &str, stem: &str, layout: Layout) {
        let read = read.and_then(|Decoded { text, notice }| {
            if text.trim().is_empty() {
                return Err(Problem::Empty);
            }
            let id = stem.to_string();
            let article = if layout == Layout::Text {
                RawArticle { id, text, ..RawArticle::default() }
            } else {
                let html::HtmlArticle { title, outlet, published, url, text } = html::read_page(&text)?;
                RawArticle { id, title, url, outlet, published, text }
            };
            let (article, mended) = article.mended()?;
            Ok((article, notice.or(mended)))
        });
        match read {
            Ok((article, notice)) => {
                self.ready.extend(notice.map(|notice| Err(InputError::new(name, notice))));
                self.ready.push_back(Ok(article));
            }
            Err(problem) => self.ready.push_back(Err(InputError::new(name, problem))),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Text,
    Page,
    Lines,
    Values,
    Rows,
}

/// How a file is laid out, by its ending and its first letters.
fn layout(head: &[u8], format: Format) -> Layout {
    let mut letters = head.iter().filter(|b| !b.is_ascii_whitespace());
    let (first, second) = (letters.next(), letters.next());
    match format {
        Format::Text | Format::Parquet | Format::Arrow | Format::Other => Layout::Text,
        Format::Json => Layout::Values,
        Format::Csv => Layout::Rows,
        Format::Html => Layout::Page,
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
            (Some(b'<'), _) if html::is_page(head) => Layout::Page,
            _ if csv_file::is_header(head) => Layout::Rows,
            _ => Layout::Text,
        },
    }
}

/// The head of the content of a file that may be packed, and the content from its beginning less that head.
fn unpacked_head(head: Vec<u8>, bytes: Bytes) -> io::Result<(Vec<u8>, Bytes)> {
    let mut bytes = unpack(head, bytes)?;
    Ok((read_head(&mut bytes)?, bytes))
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
