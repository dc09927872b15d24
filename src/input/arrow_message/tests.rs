use super::*;
use polars_arrow_format::ipc::planus::{Builder, Offset};
use polars_arrow_format::ipc::{
    BodyCompression, Buffer, Field, FieldNode, KeyValue, Message, MessageHeader, MetadataVersion, Null, RecordBatch, Schema,
    Struct, Type,
};

fn message(header: MessageHeader, body_length: i64) -> Vec<u8> {
    let message = Message { version: MetadataVersion::V5, header: Some(header), body_length, custom_metadata: None };
    Builder::new().finish(message, None).to_vec()
}

fn schema(fields: Vec<Field>) -> Vec<u8> {
    message(MessageHeader::Schema(Box::new(Schema { fields: Some(fields), ..Schema::default() })), 0)
}

fn field(children: Vec<Field>) -> Field {
    let type_ = if children.is_empty() { Type::Null(Box::new(Null {})) } else { Type::Struct(Box::new(Struct {})) };
    Field { name: Some("a".into()), type_: Some(type_), children: Some(children), ..Field::default() }
}

/// Columns inside one another, each twice in the one above: described once, and twice as many at every level.
fn doubled(levels: usize) -> Vec<u8> {
    let mut builder = Builder::new();
    let mut inner: Option<Offset<Field>> = None;
    for _ in 0..levels {
        let children = inner.map(|inner| builder.create_vector([inner, inner]));
        let kind = Type::Struct(Box::new(Struct {}));
        inner = Some(Field::create(&mut builder, "a", false, Some(kind), None::<Offset<_>>, children, None::<Offset<[_]>>));
    }
    let fields = inner.map(|inner| builder.create_vector([inner]));
    let schema = Schema::create(
        &mut builder,
        polars_arrow_format::ipc::Endianness::Little,
        fields,
        None::<Offset<[_]>>,
        None::<Offset<[_]>>,
    );
    let header = MessageHeader::builder().schema(schema);
    let whole = Message::create(&mut builder, MetadataVersion::V5, Some(header), 0, None::<Offset<[_]>>);
    builder.finish(whole, None).to_vec()
}

#[test]
fn columns_without_end_are_seen() {
    let deep = |levels| (0..levels).fold(field(vec![]), |inner, _| field(vec![inner]));
    assert_eq!(body_length(&schema(vec![deep(DEEPEST), field(vec![])])), Some(0));
    assert_eq!(body_length(&schema(vec![deep(DEEPEST + 1)])), None);
    assert_eq!(body_length(&doubled(10)), Some(0));
    assert!(doubled(30).len() < 3000);
    assert_eq!(body_length(&doubled(30)), None);
    let mut noted = field(vec![]);
    let note = KeyValue { key: Some("k".into()), value: Some("v".repeat(SCHEMA / 8)) };
    noted.custom_metadata = Some(vec![note; 9]);
    assert_eq!(body_length(&schema(vec![noted])), None);
}

fn batch(rows: i64, buffers: &[(i64, i64)], is_packed: bool) -> Vec<u8> {
    let batch = RecordBatch {
        length: rows,
        nodes: Some(vec![FieldNode { length: rows, null_count: 0 }]),
        buffers: Some(buffers.iter().map(|&(offset, length)| Buffer { offset, length }).collect()),
        compression: is_packed.then(|| Box::new(BodyCompression::default())),
        variadic_buffer_counts: None,
    };
    message(MessageHeader::RecordBatch(Box::new(batch)), 64)
}

#[test]
fn buffers_that_claim_more_than_there_is_are_seen() {
    let mut body = vec![0; 64];
    assert!(is_sound(&batch(8, &[(0, 0), (0, 64)], false), &body));
    for (rows, buffers) in [
        (8, &[(0, 65)][..]),
        (8, &[(1, 64)]),
        (8, &[(-1, 8)]),
        (8, &[(0, -8)]),
        (8, &[(i64::MAX, i64::MAX)]),
        (8, &[(0, 64); 9]),
        (-1, &[(0, 64)]),
        (1 << 40, &[(0, 64)]),
    ] {
        assert!(!is_sound(&batch(rows, buffers, false), &body), "{rows} {buffers:?}");
    }
    for (grown, sound) in [(-1, true), (0, true), (1 << 20, true), (UNPACKED as i64 + 1, false), (i64::MAX, false), (-2, false)] {
        body[..8].copy_from_slice(&i64::to_le_bytes(grown));
        assert_eq!(is_sound(&batch(8, &[(0, 64)], true), &body), sound, "{grown}");
    }
    assert!(!is_sound(&batch(8, &[(0, 7)], true), &body), "no room for the length");
}

#[test]
fn a_schema_in_base64_is_looked_at() {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encoded = |bytes: &[u8]| {
        let letters = |three: &[u8]| {
            let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            (0..=three.len()).map(|n| LETTERS[(bits >> (18 - 6 * n)) as usize & 63]).collect::<Vec<_>>()
        };
        bytes.chunks(3).flat_map(letters).collect::<Vec<u8>>()
    };
    for bytes in [&b"a"[..], b"ab", b"abc", &[0xff; 7]] {
        assert_eq!(from_base64(&encoded(bytes)).as_deref(), Some(bytes));
    }
    assert_eq!(from_base64(b"YWI=").as_deref(), Some(&b"ab"[..]));
    let framed = |message: Vec<u8>| encoded(&[&[0xff; 4], &(message.len() as u32).to_le_bytes()[..], &message].concat());
    for (message, sound) in [(schema(vec![field(vec![])]), true), (doubled(10), true), (doubled(30), false)] {
        assert_eq!(is_sound_encoded(&encoded(&message)), sound);
        assert_eq!(is_sound_encoded(&framed(message)), sound);
    }
}
