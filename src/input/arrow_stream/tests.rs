use super::*;
use crate::input::{Columns, RawArticle};
use polars::prelude::*;
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use std::collections::VecDeque;

/// A stream of the frames, as another program would send it.
fn stream(frames: &[DataFrame]) -> Vec<u8> {
    let mut writer = StreamWriter::new(Vec::new(), WriteOptions::default());
    writer.start(&frames[0].schema().to_arrow(CompatLevel::oldest()), None).unwrap();
    for frame in frames {
        for batch in frame.iter_chunks(CompatLevel::oldest(), false) {
            writer.write(&batch, None).unwrap();
        }
    }
    writer.finish().unwrap();
    writer.into_inner()
}

fn read_with(bytes: Vec<u8>, options: &Options) -> (Vec<RawArticle>, Vec<InputError>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    match ArrowStream::open(BufReader::new(Box::new(Cursor::new(bytes))), "stdin", "stdin", options) {
        Ok(mut stream) => {
            let mut ready = VecDeque::new();
            let mut more = true;
            while more {
                more = stream.advance(options, &mut ready);
                for item in ready.drain(..) {
                    match item {
                        Ok(article) => good.push(article),
                        Err(error) => bad.push(error),
                    }
                }
            }
        }
        Err(problem) => bad.push(InputError::new("stdin", problem)),
    }
    (good, bad)
}

fn read(bytes: Vec<u8>) -> (Vec<RawArticle>, Vec<InputError>) {
    read_with(bytes, &Options::default())
}

fn tables() -> Vec<DataFrame> {
    let table = |numbers: std::ops::Range<i64>| {
        let texts: Vec<String> = numbers.clone().map(|n| format!("Ngày {n}/6/2021, huyện họp lần {n}.")).collect();
        df!("id" => numbers.collect::<Vec<_>>(), "Nội dung" => texts).unwrap()
    };
    vec![table(1..4), table(4..4), table(4..6)]
}

#[test]
fn batches_are_read_in_order_whatever_the_type_of_the_date() {
    let (good, bad) = read(stream(&tables()));
    assert_eq!(bad, []);
    assert_eq!(good.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
    let days = Column::new("ngày đăng".into(), [17_717]).cast(&DataType::Date).unwrap();
    let seconds = Column::new("publish_date".into(), [1_530_752_400i64]);
    let ticks = Column::new("date".into(), [1_530_752_400_000_000i64]);
    let ticks = ticks.cast(&DataType::Datetime(TimeUnit::Microseconds, None)).unwrap();
    for date in [days, seconds, ticks, Column::new("published".into(), ["05/07/2018 08:15"])] {
        let name = date.name().to_string();
        let text = Column::new("text".into(), ["Huyện họp."]);
        let one = DataFrame::new(1, vec![text, date]).unwrap();
        let (good, bad) = read(stream(&[one.clone(), one.vstack(&one).unwrap()]));
        assert_eq!((good.len(), bad), (3, vec![]), "{name}");
        assert_eq!(good[0].published, good[2].published, "{name}");
        assert_eq!(good[0].published.map(|d| d.to_string()).as_deref(), Some("2018-07-05"), "{name}");
        assert_eq!(good[0].id, "stdin:1", "an article without an id is named by its place");
    }
}

#[test]
fn a_bad_row_is_told_with_its_own_id_and_the_rest_is_read() {
    let frame =
        df!("id" => ["a", "b", "c"], "text" => [Some("Huyện họp."), None, Some("Xã họp.")], "date" => ["hôm kia", "", ""]);
    let (good, bad) = read(stream(&[frame.unwrap()]));
    assert_eq!(good.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
    let told: Vec<_> = bad.iter().map(|error| (error.article.as_deref(), error.label_key(), error.line)).collect();
    assert_eq!(told, [(Some("a"), "input.note.date", Some(1)), (Some("b"), "input.empty", Some(2))]);
}

#[test]
fn columns_that_do_not_fit_are_named_and_others_do_not_matter() {
    let wrong = df!("text" => ["Huyện họp."], "published" => [1.5]).unwrap();
    let (good, bad) = read(stream(&[wrong]));
    assert_eq!(good, []);
    assert!(bad[0].to_string().contains("\"published\" is of type Float64"), "{}", bad[0]);
    let lacking = df!("a" => ["Huyện họp."], "score" => [1.5]).unwrap();
    assert!(read(stream(&[lacking.clone()])).1[0].to_string().contains("(fields: a, score); name it with --text-column"));
    let columns = Columns { text: Some("a".into()), ..Columns::default() };
    let (good, bad) = read_with(stream(&[lacking]), &Options { columns, ..Options::default() });
    assert_eq!((good[0].text.as_str(), bad), ("Huyện họp.", vec![]));
}

#[test]
fn a_stream_without_batches_has_no_articles() {
    assert_eq!(read(stream(&[tables()[1].clone()])), (vec![], vec![]));
    let schema_only = {
        let mut writer = StreamWriter::new(Vec::new(), WriteOptions::default());
        writer.start(&tables()[0].schema().to_arrow(CompatLevel::oldest()), None).unwrap();
        writer.finish().unwrap();
        writer.into_inner()
    };
    assert_eq!(read(schema_only), (vec![], vec![]));
}

/// Wherever a stream is cut: what came whole is read, and it is said that something is missing. Only the end mark makes it whole.
#[test]
fn a_stream_that_is_cut_short_is_told() {
    let whole = stream(&tables());
    for length in 0..whole.len() {
        let (good, bad) = read(whole[..length].to_vec());
        assert_eq!(bad.len(), 1, "cut at {length}");
        assert_eq!((bad[0].label_key(), bad[0].line), ("input.broken_stream", None), "cut at {length}");
        assert!([0, 3, 5].contains(&good.len()), "cut at {length}: a batch is read whole or not at all");
    }
}

/// Any byte may be wrong: a message or other words, never a panic.
#[test]
fn a_stream_with_a_wrong_byte_is_read_or_told() {
    let whole = stream(&tables());
    let (mut told, mut random) = (0, 20_261_122u64);
    for place in 0..whole.len() {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut bytes = whole.clone();
        bytes[place] ^= ((random >> 40) as u8).max(1);
        told += usize::from(!read(bytes).1.is_empty());
    }
    assert!(told > whole.len() / 4, "{told}");
}
