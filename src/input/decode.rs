//! Bytes → text. What is converted or replaced is said; what cannot be told is refused, never guessed in silence.

use super::error::Problem;
use super::legacy;

/// A text and what had to be done to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub notice: Option<Problem>,
}

/// Reads `bytes` as UTF-8 (with or without BOM), UTF-16, or a legacy Vietnamese encoding.
///
/// # Errors
/// [`Problem::Binary`] for what is no text, [`Problem::UnknownEncoding`] for a text whose encoding cannot be told.
pub fn decode(mut bytes: Vec<u8>) -> Result<Decoded, Problem> {
    if let Some(kind) = magic(&bytes) {
        return Err(Problem::Binary { kind });
    }
    match utf16_order(&bytes) {
        Some((order, bom)) => return Ok(from_utf16(&bytes[bom..], order)),
        None if bytes.starts_with(b"\xEF\xBB\xBF") => drop(bytes.drain(..3)),
        None => {}
    }
    // Line ends, tabs and form feeds stand in real texts, an escape now and then; a NUL never does.
    if bytes.contains(&0) {
        return Err(Problem::Binary { kind: "NUL" });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, notice: None }),
        Err(error) => error.into_bytes(),
    };
    let (good, bad) = count_sequences(&bytes);
    // Real UTF-8 pages hold a few broken bytes (cut or doubly encoded letters). A legacy text has hardly any valid sequence.
    if good >= 20 * bad {
        return Ok(replace_broken(&bytes, bad));
    }
    if let Some((encoding, text)) = legacy::convert(&bytes) {
        return Ok(Decoded { text, notice: Some(Problem::Converted { encoding }) });
    }
    if (bad * 200 < bytes.len() && good >= bad) || bad * 1000 < bytes.len() {
        return Ok(replace_broken(&bytes, bad));
    }
    Err(Problem::UnknownEncoding)
}

fn replace_broken(bytes: &[u8], count: usize) -> Decoded {
    Decoded { text: String::from_utf8_lossy(bytes).into_owned(), notice: Some(Problem::Replaced { count }) }
}

/// Valid sequences of more than one byte, and broken sequences.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let several = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + several, bad + usize::from(!chunk.invalid().is_empty()))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    pub(crate) fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            ByteOrder::Little => u16::from_le_bytes(pair),
            ByteOrder::Big => u16::from_be_bytes(pair),
        }
    }
}

/// Byte order of a UTF-16 text and the length of its BOM. Without a BOM: Latin text has a zero in every second byte, and only there.
pub(crate) fn utf16_order(bytes: &[u8]) -> Option<(ByteOrder, usize)> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, ..] => return Some((ByteOrder::Little, 2)),
        [0xFE, 0xFF, ..] => return Some((ByteOrder::Big, 2)),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let order = match (even, odd) {
        (0, n) if n * 5 >= pairs * 2 => ByteOrder::Little,
        (n, 0) if n * 5 >= pairs * 2 => ByteOrder::Big,
        _ => return None,
    };
    // Tables of numbers have such zeros too; text has no control characters and no broken surrogates.
    let units = sample.chunks_exact(2).map(|pair| order.unit([pair[0], pair[1]]));
    let text_like = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    char::decode_utf16(units).all(|unit| unit.is_ok_and(text_like)).then_some((order, 0))
}

/// The ASCII letters at the head of a UTF-16 text; others as `?`.
pub(crate) fn utf16_prefix(bytes: &[u8], order: ByteOrder) -> Vec<u8> {
    bytes.chunks_exact(2).map(|pair| u8::try_from(order.unit([pair[0], pair[1]])).unwrap_or(b'?')).collect()
}

fn from_utf16(bytes: &[u8], order: ByteOrder) -> Decoded {
    let units = bytes.chunks_exact(2).map(|pair| order.unit([pair[0], pair[1]]));
    let mut count = bytes.len() % 2;
    let mut text: String = char::decode_utf16(units)
        .map(|unit| {
            unit.unwrap_or_else(|_| {
                count += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if bytes.len() % 2 == 1 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded { text, notice: (count > 0).then_some(Problem::Replaced { count }) }
}

/// The name of a binary format that begins with its own mark.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP, DOCX, XLSX"),
        (b"\xD0\xCF\x11\xE0", "DOC, XLS"),
        (b"\x1F\x8B", "gzip"),
        (b"\x28\xB5\x2F\xFD", "zstd"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"PAR1", "Parquet"),
        (b"ARROW1", "Arrow"),
        (b"{\\rtf", "RTF"),
        (b"\x7FELF", "ELF"),
        (b"\xFF\xFE\x00\x00", "UTF-32"),
        (b"\x00\x00\xFE\xFF", "UTF-32"),
    ];
    MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Sáng 5/3, huyện uỷ họp giao ban quý I.\r\nĐã rà soát 1.246 hồ sơ.";

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap().text
    }

    fn utf16(order: ByteOrder) -> Vec<u8> {
        let bytes = |u: u16| if order == ByteOrder::Little { u.to_le_bytes() } else { u.to_be_bytes() };
        TEXT.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_with_and_without_bom_is_the_same_text() {
        assert_eq!(text(TEXT.as_bytes()), TEXT);
        assert_eq!(text(&[b"\xEF\xBB\xBF", TEXT.as_bytes()].concat()), TEXT);
    }

    #[test]
    fn utf16_is_told_by_its_bom_or_its_zeros() {
        for (order, bom) in [(ByteOrder::Little, [0xFF, 0xFE]), (ByteOrder::Big, [0xFE, 0xFF])] {
            assert_eq!(text(&utf16(order)), TEXT, "{order:?} without BOM");
            assert_eq!(text(&[bom.as_slice(), &utf16(order)].concat()), TEXT, "{order:?} with BOM");
        }
    }

    #[test]
    fn a_cut_utf16_file_is_read_and_said() {
        let mut bytes = [&[0xFF, 0xFE], utf16(ByteOrder::Little).as_slice()].concat();
        bytes.extend([0x3D, 0xD8, 0x41]);
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.text, format!("{TEXT}\u{FFFD}\u{FFFD}"));
        assert_eq!(decoded.notice, Some(Problem::Replaced { count: 2 }));
    }

    #[test]
    fn stray_bytes_in_good_utf8_are_replaced_and_counted() {
        let mut bytes = TEXT.repeat(4).into_bytes();
        bytes.extend(b" L\xFFy l\x80i");
        let decoded = decode(bytes).unwrap();
        assert!(decoded.text.ends_with(" L\u{FFFD}y l\u{FFFD}i"));
        assert_eq!(decoded.notice, Some(Problem::Replaced { count: 2 }));
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_kind() {
        for (bytes, kind) in [
            (b"%PDF-1.7 trang".as_slice(), "PDF"),
            (b"PK\x03\x04word", "ZIP, DOCX, XLSX"),
            (b"ch\xE1\xBB\xAF\0x", "NUL"),
            (b"\0\0\0\0\0\0\0\0", "NUL"),
            (b"\xFF\xFE\0\0A\0\0\0", "UTF-32"),
        ] {
            assert_eq!(decode(bytes.to_vec()), Err(Problem::Binary { kind }));
        }
    }

    #[test]
    fn noise_is_refused_as_unknown() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (128 + (i * i * 7 + i * 31) % 127) as u8).collect();
        assert_eq!(decode(noise), Err(Problem::UnknownEncoding));
    }
}
