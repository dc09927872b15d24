//! Thrift in the compact protocol, walked through: of what stands there only the kinds of the known fields are understood, and
//! the few numbers and texts that a reader asks for.

/// Structures inside one another; the format needs eight.
const DEEPEST: usize = 32;

/// What stands in a field, as far as its length goes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Truth,
    Byte,
    Whole,
    Binary,
    List(&'static Kind),
    Structure(Fields),
    /// A whole number, a text, a structure that the reader is told of.
    Number(Role),
    Text(Role),
    Part(Fields, Role),
}

/// The kinds of a structure's known fields.
pub(super) type Fields = &'static [(i64, Kind)];

/// What a number, a text or a structure is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Children,
    Name,
    Values,
    Bytes,
    Data,
    Dictionary,
    Chunk,
    Rows,
    Group,
    Key,
    Value,
    Pair,
    Unpacked,
    Packed,
    PageKind,
    Element,
}

/// Is told what is read, in the order of the file; `None` ends the walk.
pub(super) trait Reader {
    fn number(&mut self, role: Role, value: i64) -> Option<()>;
    fn bytes(&mut self, _role: Role, _value: &[u8]) -> Option<()> {
        Some(())
    }
    /// A structure was read to its end.
    fn closed(&mut self, _role: Role) -> Option<()> {
        Some(())
    }
}

impl Kind {
    /// Whether a file may write values of the kind under this number.
    fn is(self, written: u8) -> bool {
        match self {
            Kind::Truth => matches!(written, 1 | 2),
            Kind::Byte => written == 3,
            Kind::Whole | Kind::Number(_) => matches!(written, 4..=6),
            Kind::Binary | Kind::Text(_) => written == 8,
            Kind::List(_) => written == 9,
            Kind::Structure(_) | Kind::Part(..) => written == 12,
        }
    }

    /// The fields of a structure, or of those in a list; none are known of what a writer added.
    fn fields(known: Option<Kind>) -> Fields {
        match known {
            Some(Kind::Structure(fields) | Kind::Part(fields, _)) => fields,
            _ => &[],
        }
    }
}

pub(super) struct Walk<'b> {
    rest: &'b [u8],
}

impl<'b> Walk<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, bytes: u64) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(bytes).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    /// A whole number, folded so that small ones of either sign are short.
    fn number(&mut self) -> Option<i64> {
        let folded = self.varint()?;
        Some((folded >> 1) as i64 ^ -((folded & 1) as i64))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn structure(&mut self, fields: Fields, reader: &mut impl Reader, depth: usize) -> Option<()> {
        let mut id = 0;
        loop {
            let head = self.byte()?;
            let written = head & 0x0f;
            if written == 0 {
                // Readers differ on an end with a step before it.
                return (head == 0).then_some(());
            }
            let before = id;
            id = match head >> 4 {
                0 => i64::from(i16::try_from(self.number()?).ok()?),
                step => id + i64::from(step),
            };
            // Writers go through the fields in their order. Of a field that came twice readers might take either.
            if id <= before {
                return None;
            }
            let known = fields.iter().find(|(field, _)| *field == id).map(|(_, kind)| *kind);
            if known.is_some_and(|kind| !kind.is(written)) {
                return None;
            }
            // The value of a truth stands in its type.
            if !matches!(written, 1 | 2) {
                self.value(written, known, reader, depth)?;
            }
        }
    }

    /// A value of the kind that is written, which is the known one if there is one.
    fn value(&mut self, written: u8, known: Option<Kind>, reader: &mut impl Reader, depth: usize) -> Option<()> {
        match written {
            1..=3 => self.take(1).map(|_| ()),
            4..=6 => match (self.number()?, known) {
                (value, Some(Kind::Number(role))) => reader.number(role, value),
                _ => Some(()),
            },
            7 => self.take(8).map(|_| ()),
            8 => {
                let length = self.varint()?;
                match (self.take(length)?, known) {
                    (value, Some(Kind::Text(role))) => reader.bytes(role, value),
                    _ => Some(()),
                }
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                let part = known.and_then(|kind| if let Kind::List(part) = kind { Some(*part) } else { None });
                // An empty list may leave out what it is a list of.
                if count > 0 && part.is_some_and(|part| !part.is(head & 0x0f)) {
                    return None;
                }
                self.values(&[head & 0x0f], part, count, reader, depth)
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                self.values(&[kinds >> 4, kinds & 0x0f], None, count, reader, depth)
            }
            12 if depth < DEEPEST => {
                self.structure(Kind::fields(known), reader, depth + 1)?;
                match known {
                    Some(Kind::Part(_, role)) => reader.closed(role),
                    _ => Some(()),
                }
            }
            13 => self.take(16).map(|_| ()),
            _ => None,
        }
    }

    /// Values of these kinds in turn. Each takes a byte at least.
    fn values(&mut self, written: &[u8], known: Option<Kind>, count: u64, reader: &mut impl Reader, depth: usize) -> Option<()> {
        if depth >= DEEPEST || count > self.rest.len() as u64 {
            return None;
        }
        for _ in 0..count {
            for written in written {
                self.value(*written, known, reader, depth + 1)?;
            }
        }
        Some(())
    }
}
