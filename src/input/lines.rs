//! Bytes of a file of many articles, one record at a time: lines (JSONL), or the values of a JSON file.

use super::decode::ByteOrder;
use std::io::{self, BufRead, Read};

/// One record's bytes and the line (from 1) it begins on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub line: u64,
    pub bytes: Vec<u8>,
    /// Longer than the limit: the bytes were passed over and are not here.
    pub too_long: bool,
    /// The file ended inside it.
    pub cut: bool,
}

/// Reads records, none longer than `limit` bytes in memory.
pub(crate) struct Records<R> {
    reader: R,
    limit: usize,
    /// Lines begun so far.
    line: u64,
    by_line: bool,
    /// Lists opened and not closed at the top of a JSON file.
    lists: usize,
    /// Length of the last line: the next will be of its like.
    last: usize,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn lines(reader: R, limit: usize) -> Self {
        Self { reader, limit, line: 0, by_line: true, lists: 0, last: 0 }
    }

    /// The values of a JSON file: one, several after one another, or the elements of a list.
    pub(crate) fn values(reader: R, limit: usize) -> Self {
        Self { reader, limit, line: 1, by_line: false, lists: 0, last: 0 }
    }

    /// Whether each record has a line of its own.
    pub(crate) fn are_lines(&self) -> bool {
        self.by_line
    }

    /// The next record that is not blank.
    ///
    /// # Errors
    /// Those of the reader; the file cannot be read on.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record>> {
        if self.by_line { self.next_line() } else { self.next_value() }
    }

    fn next_line(&mut self) -> io::Result<Option<Record>> {
        let room = Vec::with_capacity((2 * self.last).clamp(1 << 10, 1 << 16));
        let mut record = Record { line: 0, bytes: room, too_long: false, cut: false };
        loop {
            self.line += 1;
            record.line = self.line;
            record.bytes.clear();
            // The end of the line is read with it.
            let most = (self.limit as u64).saturating_add(1);
            if self.reader.by_ref().take(most).read_until(b'\n', &mut record.bytes)? == 0 {
                self.line -= 1;
                return Ok(None);
            }
            self.last = record.bytes.len();
            if record.bytes.last() == Some(&b'\n') {
                record.bytes.pop();
            } else if record.bytes.len() > self.limit {
                (record.too_long, record.bytes) = (true, Vec::new());
                self.reader.skip_until(b'\n')?;
            }
            if record.too_long || !record.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(record));
            }
        }
    }

    fn next_value(&mut self) -> io::Result<Option<Record>> {
        let mut record: Option<Record> = None;
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            let buffer = fill(&mut self.reader)?;
            if buffer.is_empty() {
                if let Some(record) = &mut record {
                    record.cut = depth > 0 || in_string;
                    self.lists = 0;
                } else if std::mem::take(&mut self.lists) > 0 {
                    record = Some(Record { line: self.line, bytes: Vec::new(), too_long: false, cut: true });
                }
                return Ok(record);
            }
            let (mut start, mut ended) = (None, None);
            for (at, &b) in buffer.iter().enumerate() {
                self.line += u64::from(b == b'\n');
                if record.is_none() {
                    match b {
                        b'[' => self.lists += 1,
                        b']' => self.lists = self.lists.saturating_sub(1),
                        b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                        _ => {
                            start = Some(at);
                            record = Some(Record { line: self.line, bytes: Vec::new(), too_long: false, cut: false });
                        }
                    }
                    if record.is_none() {
                        continue;
                    }
                }
                match b {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    _ if in_string => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 1 => depth -= 1,
                    b'}' if depth == 1 => {
                        ended = Some(at + 1);
                        break;
                    }
                    // A bare word or number ends where the list goes on.
                    b',' | b'\n' if depth == 0 => {
                        ended = Some(at + 1);
                        break;
                    }
                    b']' if depth == 0 => {
                        self.lists = self.lists.saturating_sub(1);
                        ended = Some(at + 1);
                        break;
                    }
                    _ => {}
                }
            }
            let used = ended.unwrap_or(buffer.len());
            if let Some(record) = &mut record {
                record.push(&buffer[start.unwrap_or(0)..used], self.limit);
            }
            self.reader.consume(used);
            if ended.is_some() {
                return Ok(record);
            }
        }
    }
}

impl Record {
    fn push(&mut self, piece: &[u8], limit: usize) {
        if self.too_long || self.bytes.len() + piece.len() > limit {
            self.too_long = true;
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(piece);
        }
    }
}

/// `fill_buf` that goes on after an interrupted call.
pub(crate) fn fill<R: BufRead>(reader: &mut R) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            // Borrowed a second time, because the borrow of a returned buffer cannot end in a loop.
            Ok(_) => break,
        }
    }
    reader.fill_buf()
}

/// A UTF-16 stream read as UTF-8, so that a large file need not be held to be converted.
pub(crate) struct FromUtf16<R> {
    reader: R,
    order: ByteOrder,
    waiting_byte: Option<u8>,
    waiting_high: Option<u16>,
    out: Vec<u8>,
    given: usize,
}

impl<R: Read> FromUtf16<R> {
    pub(crate) fn new(reader: R, order: ByteOrder) -> Self {
        Self { reader, order, waiting_byte: None, waiting_high: None, out: Vec::new(), given: 0 }
    }

    fn push(&mut self, c: char) {
        self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn take_unit(&mut self, unit: u16) {
        if let Some(high) = self.waiting_high.take() {
            if let Some(Ok(c)) = char::decode_utf16([high, unit]).next() {
                self.push(c);
                return;
            }
            self.push(char::REPLACEMENT_CHARACTER);
        }
        match unit {
            0xD800..0xDC00 => self.waiting_high = Some(unit),
            0xFEFF => {}
            _ => self.push(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }
}

impl<R: Read> Read for FromUtf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            (self.given, self.out) = (0, Vec::new());
            let mut raw = [0; 4096];
            let read = self.reader.read(&mut raw)?;
            if read == 0 {
                if self.waiting_byte.take().is_some() | self.waiting_high.take().is_some() {
                    self.push(char::REPLACEMENT_CHARACTER);
                    continue;
                }
                return Ok(0);
            }
            for &b in &raw[..read] {
                match self.waiting_byte.take() {
                    None => self.waiting_byte = Some(b),
                    Some(first) => self.take_unit(self.order.unit([first, b])),
                }
            }
        }
        let piece = &self.out[self.given..];
        let given = piece.len().min(into.len());
        into[..given].copy_from_slice(&piece[..given]);
        self.given += given;
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all<R: BufRead>(mut records: Records<R>) -> Vec<(u64, String, bool, bool)> {
        std::iter::from_fn(|| records.next().unwrap())
            .map(|r| (r.line, String::from_utf8(r.bytes).unwrap().trim_end().to_string(), r.too_long, r.cut))
            .collect()
    }

    fn row(line: u64, text: &str) -> (u64, String, bool, bool) {
        (line, text.to_string(), false, false)
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_passed_over() {
        let text = "{\"a\":1}\r\n\n  \n{\"b\":2}";
        for size in [1, 3, 4096] {
            let reader = BufReader::with_capacity(size, text.as_bytes());
            assert_eq!(all(Records::lines(reader, 100)), [row(1, "{\"a\":1}"), row(4, "{\"b\":2}")]);
        }
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_and_the_next_is_read() {
        let text = format!("{}\nngắn\n", "x".repeat(10_000));
        let reader = BufReader::with_capacity(7, text.as_bytes());
        assert_eq!(all(Records::lines(reader, 50)), [(1, String::new(), true, false), row(2, "ngắn")]);
    }

    #[test]
    fn values_are_split_whatever_their_layout() {
        let text = "[\n {\"a\": \"]}\\\"{\",\n  \"b\": [1, {}]},\n 7,\n {\"c\":2}]\n";
        for size in [1, 5, 4096] {
            let reader = BufReader::with_capacity(size, text.as_bytes());
            let rows = [row(2, "{\"a\": \"]}\\\"{\",\n  \"b\": [1, {}]}"), row(4, "7,"), row(5, "{\"c\":2}")];
            assert_eq!(all(Records::values(reader, 100)), rows);
        }
    }

    #[test]
    fn a_json_file_that_ends_early_is_said_to_be_cut() {
        assert_eq!(all(Records::values("[{\"a\":1},".as_bytes(), 100)), [row(1, "{\"a\":1}"), (1, String::new(), false, true)]);
        assert_eq!(all(Records::values("{\"a\": \"x".as_bytes(), 100)), [(1, "{\"a\": \"x".to_string(), false, true)]);
    }

    #[test]
    fn utf16_is_converted_across_reads() {
        let text = "Hội nghị 😀 ở Hà Nội\n".repeat(900);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut read = String::new();
        FromUtf16::new(bytes.as_slice(), ByteOrder::Little).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
        let mut cut = String::new();
        FromUtf16::new(&[b'a', 0, 0x3D, 0xD8, 1][..], ByteOrder::Little).read_to_string(&mut cut).unwrap();
        assert_eq!(cut, "a\u{FFFD}");
    }
}
