//! Looks at a message of Arrow before polars does, which trusts what stands in it: a buffer that claims to be of a million gigabytes
//! when it is unpacked would end the program, and so would columns inside one another without end. Parts of a message may point
//! to the same bytes, so that a kilobyte describes thousands of millions of columns.

use polars_arrow_format::ipc::planus::{ReadAsRoot, Result};
use polars_arrow_format::ipc::{FieldRef, KeyValueRef, MessageHeaderRef, MessageRef, RecordBatchRef, SchemaRef, TypeRef};

/// Bytes of a message, more than any program sends at once.
pub(crate) const LARGEST: u64 = 1 << 30;
/// Columns inside one another.
const DEEPEST: usize = 32;
/// What the columns of a schema may take in memory, and what one takes beside its texts, in bytes.
const SCHEMA: usize = 64 << 20;
const COLUMN: usize = 1 << 9;
/// What the buffers of a message may grow to when they are unpacked, whatever their bytes, and how many times their bytes above that.
const UNPACKED: u64 = 256 << 20;
const TIMES: u64 = 64;
/// Rows of a message, whatever its bytes: those of a column without values take none.
const ROWS: u64 = 1 << 20;

/// The length of the body that follows the head of a message, where the head is one and sound by itself.
pub(crate) fn body_length(head: &[u8]) -> Option<u64> {
    let message = MessageRef::read_as_root(head).ok()?;
    if let MessageHeaderRef::Schema(schema) = message.header().ok()?? {
        sound_schema(schema)?;
    }
    u64::try_from(message.body_length().ok()?).ok()
}

/// Whether a message with this body can be read in memory that goes with its length.
pub(crate) fn is_sound(head: &[u8], body: &[u8]) -> bool {
    let read = || match MessageRef::read_as_root(head).ok()?.header().ok()?? {
        MessageHeaderRef::RecordBatch(batch) => sound_batch(batch, body),
        MessageHeaderRef::DictionaryBatch(batch) => sound_batch(batch.data().ok()??, body),
        _ => Some(()),
    };
    read().is_some()
}

/// Whether a schema, as a Parquet file has it among its notes (a message in base64), is sound. What is no message is left to the
/// reader to refuse.
pub(crate) fn is_sound_encoded(text: &[u8]) -> bool {
    let Some(bytes) = from_base64(text) else { return true };
    let head = if bytes.starts_with(&[0xff; 4]) { bytes.get(8..).unwrap_or_default() } else { &bytes[..] };
    match MessageRef::read_as_root(head).and_then(|message| message.header()) {
        Ok(Some(MessageHeaderRef::Schema(schema))) => sound_schema(schema).is_some(),
        _ => true,
    }
}

fn sound_schema(schema: SchemaRef) -> Option<()> {
    let mut left = SCHEMA;
    for field in schema.fields().ok()?? {
        sound_field(field.ok()?, 0, &mut left)?;
    }
    sound_notes(schema.custom_metadata().ok()?.into_iter().flatten(), &mut left)
}

fn sound_field(field: FieldRef, depth: usize, left: &mut usize) -> Option<()> {
    let texts = field.name().ok()?.map_or(0, str::len)
        + match field.type_().ok()? {
            Some(TypeRef::Timestamp(kind)) => kind.timezone().ok()?.map_or(0, str::len),
            Some(TypeRef::Union(kind)) => kind.type_ids().ok()?.map_or(0, |ids| ids.len() * 4),
            _ => 0,
        };
    *left = left.checked_sub(COLUMN + texts)?;
    sound_notes(field.custom_metadata().ok()?.into_iter().flatten(), left)?;
    for child in field.children().ok()?.into_iter().flatten() {
        if depth == DEEPEST {
            return None;
        }
        sound_field(child.ok()?, depth + 1, left)?;
    }
    Some(())
}

fn sound_notes<'m>(notes: impl Iterator<Item = Result<KeyValueRef<'m>>>, left: &mut usize) -> Option<()> {
    for note in notes {
        let note = note.ok()?;
        let texts = note.key().ok()?.map_or(0, str::len) + note.value().ok()?.map_or(0, str::len);
        *left = left.checked_sub(COLUMN + texts)?;
    }
    Some(())
}

fn sound_batch(batch: RecordBatchRef, body: &[u8]) -> Option<()> {
    let has = body.len() as u64;
    let is_packed = batch.compression().ok()?.is_some();
    let (mut packed, mut unpacked) = (0u64, 0u64);
    for buffer in batch.buffers().ok()?.into_iter().flatten() {
        let (from, length) = (u64::try_from(buffer.offset()).ok()?, u64::try_from(buffer.length()).ok()?);
        let end = from.checked_add(length).filter(|end| *end <= has)?;
        packed = packed.saturating_add(length);
        unpacked = unpacked.saturating_add(if is_packed && length > 0 {
            let grown = body.get(from as usize..end as usize)?.first_chunk()?;
            match i64::from_le_bytes(*grown) {
                // Left as it is.
                -1 => length - 8,
                grown => u64::try_from(grown).ok()?,
            }
        } else {
            length
        });
    }
    // A buffer lies beside the others; those that lie over one another may be a few of the same.
    if packed > has.saturating_mul(4) || unpacked > UNPACKED.max(has.saturating_mul(TIMES)) {
        return None;
    }
    let most = ROWS.max(unpacked.saturating_mul(8));
    let nodes = batch.nodes().ok()?.into_iter().flatten().map(|node| node.length());
    nodes.chain([batch.length().ok()?]).all(|rows| u64::try_from(rows).is_ok_and(|rows| rows <= most)).then_some(())
}

/// The bytes that a text in base64 stands for, where it is one.
fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for letter in text {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
