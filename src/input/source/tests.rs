use super::*;
use crate::input::{Input, Options, articles};
use crate::model::article::Article;
use crate::model::tag::Basis;
use std::fs::write;
use tempfile::TempDir;

fn read(paths: &[&Path], options: &Options) -> (Vec<Article>, Vec<String>) {
    let inputs: Vec<Input> = paths.iter().map(|path| Input::from(*path)).collect();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for item in articles(&inputs, options) {
        match item {
            Ok(article) => good.push(article),
            Err(error) => bad.push(error),
        }
    }
    let bad =
        bad.iter().map(|e| format!("{}{}", e.label_key(), e.line.map_or(String::new(), |line| format!(":{line}")))).collect();
    (good, bad)
}

fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    write(&path, bytes).unwrap();
    (folder, path)
}

fn ids(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.id.as_str()).collect()
}

const TEXT: &str = "Huyện họp giao ban quý II\n\nSáng 4/7, huyện họp giao ban với 14 xã.\n";

#[test]
fn a_text_file_is_one_article_named_by_its_file() {
    let (_folder, path) = file("tin số 1.phần a.txt", TEXT);
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!((ids(&good), bad.len()), (vec!["tin số 1.phần a"], 0));
    assert_eq!((good[0].text.as_str(), good[0].title.as_deref()), (TEXT, Some("Huyện họp giao ban quý II")));
}

#[test]
fn only_a_bom_is_taken_from_the_text() {
    let given = "\u{FEFF}Tiêu\u{309} đề\r\n\r\nMột đoạn văn.\r\n";
    let (_folder, path) = file("a.txt", given);
    assert_eq!(read(&[&path], &Options::default()).0[0].text, given.trim_start_matches('\u{FEFF}'));
}

#[test]
fn a_title_in_a_field_of_its_own_comes_first_in_the_text() {
    let lines = concat!(
        r#"{"id": "a", "title": "Huyện họp", "text": "Sáng nay, huyện họp.", "published": "2018-07-05"}"#,
        "\n",
        r#"{"id": "b", "title": "Huyện  HỌP", "text": "Huyện họp\n\nSáng nay, huyện họp.", "url": "https://baocaobang.vn/1"}"#
    );
    let (_folder, path) = file("tin.jsonl", lines);
    let (good, bad) = read(&[&path], &Options::default());
    assert!(bad.is_empty());
    assert_eq!(good[0].text, "Huyện họp\n\nSáng nay, huyện họp.");
    assert_eq!((good[0].published.unwrap().to_string().as_str(), good[0].published_basis), ("2018-07-05", Basis::Stated));
    assert_eq!(good[1].text, good[0].text);
    assert_eq!(good[1].article_id, good[0].article_id);
    assert_eq!((good[1].published, good[1].published_basis), (None, Basis::Unknown));
    assert_eq!((good[1].outlet.as_deref(), good[1].outlet_province.as_deref()), (Some("Báo Cao Bằng"), Some("04")));
}

#[test]
fn a_broken_line_is_said_by_its_number_and_the_rest_is_read() {
    let lines = "{\"text\": \"một\"}\n{\"text\": \"ha\n\n[]\n{\"tựa\": \"x\"}\n{\"text\": \"\"}\n{\"text\": \"bốn\"}";
    let (_folder, path) = file("tin.ndjson", lines);
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!(ids(&good), ["tin:1", "tin:7"]);
    assert_eq!(bad, ["input.broken_json:2", "input.not_object:4", "input.no_text:5", "input.empty:6"]);
}

#[test]
fn json_files_hold_one_article_or_many() {
    let (_folder, path) = file("một.json", "{\n \"title\": \"T\",\n \"text\": \"N\"\n}\n");
    assert_eq!(ids(&read(&[&path], &Options::default()).0), ["một"]);
    let (_folder, path) = file("hai.json", "[\n {\"text\": \"N\"},\n {\"id\": 5, \"text\": \"M\"},\n 3\n]\n");
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!((ids(&good), bad), (vec!["hai:1", "5"], vec!["input.not_object:4".to_string()]));
    let (_folder, path) = file("cụt.json", "[{\"text\": \"N\"}, {\"text\": \"M");
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!((ids(&good), bad), (vec!["cụt:1"], vec!["input.broken_json:1".to_string()]));
}

#[test]
fn a_file_without_an_ending_is_told_by_its_first_letters() {
    for (bytes, expected) in [
        ("{\"text\": \"N\"}\n{\"text\": \"M\"}\n", vec!["tin:1", "tin:2"]),
        ("{\n \"text\": \"N\"\n}\n", vec!["tin"]),
        ("[ {\"text\": \"N\"}, {\"text\": \"M\"} ]", vec!["tin:1", "tin:2"]),
        ("[Ảnh] Huyện họp\n\nSáng nay, huyện họp.", vec!["tin"]),
    ] {
        let (_folder, path) = file("tin", bytes);
        assert_eq!(ids(&read(&[&path], &Options::default()).0), expected, "{bytes}");
    }
}

#[test]
fn utf16_is_read_in_every_layout() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (_folder, path) = file("a.txt", [&[0xFF, 0xFE], utf16(TEXT).as_slice()].concat());
    assert_eq!(read(&[&path], &Options::default()).0[0].text, TEXT);
    let lines = "{\"text\": \"Huyện ủy\"}\n{\"text\": \"Tỉnh ủy\"}\n";
    for bytes in [utf16(lines), [&[0xFF, 0xFE], utf16(lines).as_slice()].concat()] {
        let (_folder, path) = file("a.jsonl", bytes);
        let (good, bad) = read(&[&path], &Options::default());
        assert!(bad.is_empty());
        assert_eq!(good.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["Huyện ủy", "Tỉnh ủy"]);
    }
}

#[test]
fn stray_bytes_in_lines_are_counted_once_for_the_file() {
    let mut bytes = format!("{{\"text\": \"{}\"}}\n", "Huyện ủy đã họp. ".repeat(9)).into_bytes();
    let line = format!("{{\"text\": \"{} l?i\"}}\n", "Huyện ủy đã họp. ".repeat(9)).replace('?', "\u{1}");
    for _ in 0..3 {
        bytes.extend(line.bytes().map(|b| if b == 1 { 0xFF } else { b }));
    }
    let (_folder, path) = file("a.jsonl", bytes);
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!(good.len(), 4);
    assert!(good[1].text.ends_with("l\u{FFFD}i"));
    assert_eq!(bad, ["input.note.replaced:2"]);
}

#[test]
fn each_bad_input_is_said_in_its_own_words_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(at("trống.txt"), "").unwrap();
    write(at("trắng.txt"), " \n\u{A0}\n").unwrap();
    write(at("trống.jsonl"), "\n\n").unwrap();
    write(at("ảnh.txt"), b"\x89PNG\r\n\x1A\n\0\0").unwrap();
    write(at("bảng.csv"), "a,b").unwrap();
    write(at("bảng.xlsx"), "PK").unwrap();
    write(at("tốt.txt"), TEXT).unwrap();
    std::fs::create_dir(at("thư mục")).unwrap();
    for (name, expected) in [
        ("không có.txt", "input.missing"),
        ("trống.txt", "input.empty"),
        ("trắng.txt", "input.empty"),
        ("trống.jsonl", "input.empty"),
        ("ảnh.txt", "input.binary"),
        ("bảng.xlsx", "input.unsupported"),
        ("bảng.csv", "input.no_text:1"),
        ("thư mục", "input.empty_folder"),
    ] {
        let (good, bad) = read(&[&at(name), &at("tốt.txt")], &Options::default());
        assert_eq!((ids(&good), bad), (vec!["tốt"], vec![expected.to_string()]), "{name}");
    }
}

#[test]
fn what_is_longer_than_the_limit_is_refused_by_name() {
    let options = Options { max_article_bytes: 40, ..Options::default() };
    let (_folder, path) = file("dài.txt", TEXT);
    assert_eq!(read(&[&path], &options), (vec![], vec!["input.too_large".to_string()]));
    let lines = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"ngắn\"}}\n", "x".repeat(41));
    let (_folder, path) = file("dài.jsonl", lines);
    let (good, bad) = read(&[&path], &options);
    assert_eq!((ids(&good), bad), (vec!["dài:2"], vec!["input.too_large:1".to_string()]));
}

#[test]
fn inputs_come_in_the_order_given() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.txt", "a.txt", "c.txt"] {
        write(folder.path().join(name), TEXT).unwrap();
    }
    let (c, all) = (folder.path().join("c.txt"), folder.path());
    let (good, _) = read(&[&c, all], &Options::default());
    assert_eq!(ids(&good), ["c", "a", "b", "c"]);
}

#[test]
fn a_dash_is_standard_input() {
    assert_eq!(Input::from("-"), Input::Stdin);
    assert_eq!(Input::from("./-"), Input::Path("./-".into()));
}

#[test]
fn bytes_in_memory_are_read_as_the_file_of_that_name_would_be() {
    let line = serde_json::json!({"id": "a", "text": TEXT}).to_string();
    for (name, bytes, expected) in [
        ("tin 1.txt", TEXT.as_bytes().to_vec(), "tin 1"),
        ("tin.jsonl", line.clone().into_bytes(), "a"),
        ("tin.csv", format!("id,text\nb,\"{TEXT}\"\n").into_bytes(), "b"),
        ("tin.jsonl.gz", gzip(line.as_bytes()), "a"),
        ("tin", TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect(), "tin"),
    ] {
        let read: Vec<_> = raw_articles_in(name, bytes, &Options::default()).collect();
        let [Ok(article)] = &read[..] else { panic!("{name}: {read:?}") };
        assert_eq!((article.id.as_str(), article.text.as_str()), (expected, TEXT), "{name}");
    }
    let refused: Vec<_> = raw_articles_in("tin.xlsx", vec![1, 2], &Options::default()).collect();
    assert!(matches!(&refused[..], [Err(e)] if e.label_key() == "input.unsupported"), "{refused:?}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let lines = "{\"text\": \"một\"}\n{\"text\": \"hai\"}\n";
    let utf16: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (ending, pack) in [("gz", gzip as fn(&[u8]) -> Vec<u8>), ("zst", zstd)] {
        for (name, bytes, expected) in [
            ("tin.txt", TEXT.as_bytes(), vec!["tin"]),
            ("tin số 1.a.txt", TEXT.as_bytes(), vec!["tin số 1.a"]),
            ("tin", TEXT.as_bytes(), vec!["tin"]),
            ("tin.JSONL", lines.as_bytes(), vec!["tin:1", "tin:2"]),
            ("tin.jsonl", utf16.as_slice(), vec!["tin:1", "tin:2"]),
            ("tin.json", b"{\n\"text\": \"x\"}", vec!["tin"]),
            ("tin.csv", b"id,text\n7,x\n,y\n", vec!["7", "tin:3"]),
        ] {
            let (folder, path) = file(&format!("{name}.{ending}"), pack(bytes));
            for path in [path.as_path(), folder.path()] {
                let (good, bad) = read(&[path], &Options::default());
                assert_eq!((ids(&good), bad.len()), (expected.clone(), 0), "{}", path.display());
            }
        }
        // The first bytes tell, not the name.
        let (_folder, path) = file("tin.txt", pack(TEXT.as_bytes()));
        assert_eq!(read(&[&path], &Options::default()).0[0].text, TEXT);
        let (_folder, path) = file(&format!("tin.txt.{ending}"), TEXT);
        assert_eq!(read(&[&path], &Options::default()).0[0].text, TEXT);
        // What is packed twice, or holds an archive, is none of them.
        let (_folder, path) = file(&format!("tin.txt.{ending}"), pack(&pack(TEXT.as_bytes())));
        assert_eq!(read(&[&path], &Options::default()).1, ["input.binary"]);
        let (_folder, path) = file(&format!("tin.tar.{ending}"), pack(TEXT.as_bytes()));
        assert_eq!(read(&[&path], &Options::default()).1, ["input.unsupported"]);
        let (_folder, path) = file(&format!("tin.txt.{ending}"), pack(b""));
        assert_eq!(read(&[&path], &Options::default()).1, ["input.empty"]);
    }
}

#[test]
fn several_packed_parts_after_one_another_are_one_file() {
    for pack in [gzip as fn(&[u8]) -> Vec<u8>, zstd] {
        let parts = [pack(b"{\"text\": \"a\"}\n"), pack(b"{\"text\": \"b\"}\n")].concat();
        let (_folder, path) = file("tin.jsonl.gz", parts);
        assert_eq!(ids(&read(&[&path], &Options::default()).0), ["tin:1", "tin:2"]);
    }
}

#[test]
fn a_damaged_packed_file_is_said_and_what_came_before_is_read() {
    let lines: String = (0..3000).map(|n| format!("{{\"text\": \"tin số {n}, {}\"}}\n", n * n % 9973)).collect();
    for (ending, pack) in [("gz", gzip as fn(&[u8]) -> Vec<u8>), ("zst", zstd)] {
        let packed = pack(lines.as_bytes());
        let (_folder, path) = file(&format!("cụt.txt.{ending}"), &packed[..packed.len() / 2]);
        assert_eq!(read(&[&path], &Options::default()), (vec![], vec!["input.unreadable".to_string()]));
        let (_folder, path) = file(&format!("đầu.txt.{ending}"), &packed[..5]);
        assert_eq!(read(&[&path], &Options::default()), (vec![], vec!["input.unreadable".to_string()]));
    }
    let two = [gzip(lines.as_bytes()), gzip(lines.as_bytes())].concat();
    let (_folder, path) = file("cụt.jsonl.gz", &two[..two.len() * 9 / 10]);
    let (good, bad) = read(&[&path], &Options::default());
    assert!(good.len() >= 3000 && good.len() < 6000, "{}", good.len());
    assert_eq!(bad, ["input.unreadable"]);
}

#[test]
fn what_a_small_file_grows_to_is_bounded() {
    let zeros = vec![b'a'; 60 << 20];
    let options = Options { max_article_bytes: 1 << 20, ..Options::default() };
    for (name, pack) in [("to.txt.gz", gzip as fn(&[u8]) -> Vec<u8>), ("to.txt.zst", zstd), ("to.json.gz", gzip)] {
        let bytes = if name.contains("json") { [b"{\"text\": \"", zeros.as_slice(), b"\"}"].concat() } else { zeros.clone() };
        let (_folder, path) = file(name, pack(&bytes));
        let (good, bad) = read(&[&path], &options);
        assert_eq!(good.len(), 0);
        assert!(bad[0].starts_with("input.too_large"), "{name}: {bad:?}");
    }
    // Lines without end, each of them short.
    let (_folder, path) = file("to.jsonl.zst", zstd(&vec![b'\n'; 80 << 20]));
    assert_eq!(read(&[&path], &options), (vec![], vec!["input.grown".to_string()]));
}

#[test]
fn rows_of_a_table_are_articles() {
    let table = "\u{FEFF}STT;Tiêu đề;Nội dung;Ngày đăng;Đường dẫn;Nguồn\r\n\
                 1;Huyện họp;\"Sáng nay; huyện họp.\nDự họp có 14 xã.\";05/07/2018 08:00;https://baocaobang.vn/1;\r\n\
                 2;Tỉnh họp;Sáng nay, tỉnh họp.;1530752400;;Báo Lạng Sơn;;\r\n";
    for table in [table.to_string(), table.replace('\t', " ").replace("\r\n", "\n")] {
        let (_folder, path) = file("tin.csv", table);
        let (good, bad) = read(&[&path], &Options::default());
        assert!(bad.is_empty(), "{bad:?}");
        assert_eq!(good[0].text, "Huyện họp\n\nSáng nay; huyện họp.\nDự họp có 14 xã.");
        assert_eq!(good[0].outlet.as_deref(), Some("Báo Cao Bằng"));
        assert_eq!((good[1].outlet.as_deref(), good[1].url.as_deref()), (Some("Báo Lạng Sơn"), None));
        for article in &good {
            assert_eq!(article.published.unwrap().to_string(), "2018-07-05");
        }
    }
}

#[test]
fn a_ragged_row_is_said_by_its_line_and_the_rest_is_read() {
    let table = "title,text\na,b\n\nmột mình\nc,d,e\n,\nf,\"g\nh\"\n";
    let (_folder, path) = file("tin.csv", table);
    let (good, bad) = read(&[&path], &Options::default());
    assert_eq!(ids(&good), ["tin:2", "tin:7"]);
    assert_eq!(bad, ["input.ragged:4", "input.ragged:5", "input.empty:6"]);
    // A quotation mark that is never closed takes the rest of the file with it, which is said.
    let (_folder, path) = file("tin.csv", "title,text\na,b\n\"c,d\ne,f\n");
    assert_eq!(read(&[&path], &Options::default()).1, ["input.ragged:3"]);
}

#[test]
fn the_columns_of_a_table_may_be_named() {
    let table = "a\tb\tc\nTin một\tHuyện họp.\t2018-07-05\n";
    let (_folder, path) = file("tin.tsv", table);
    assert_eq!(read(&[&path], &Options::default()), (vec![], vec!["input.no_text:1".to_string()]));
    let named = |name: &str| Some(name.to_string());
    let columns = super::super::Columns { title: named("a"), text: named("b"), published: named("c"), ..Default::default() };
    let (good, bad) = read(&[&path], &Options { columns, ..Options::default() });
    assert!(bad.is_empty());
    assert_eq!((good[0].title.as_deref(), good[0].text.as_str()), (Some("Tin một"), "Tin một\n\nHuyện họp."));
    assert_eq!(good[0].published.unwrap().to_string(), "2018-07-05");
}

#[test]
fn a_table_of_another_encoding_is_converted_and_said() {
    let rows = "title,text\nHuyện họp giao ban,Sáng nay huyện uỷ đã họp giao ban với các xã\n";
    let (_folder, path) = file("tin.csv", rows.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    assert_eq!(read(&[&path], &Options::default()).0[0].title.as_deref(), Some("Huyện họp giao ban"));
    let (_folder, path) = file("tin", "id\tNội dung\n1\tHuyện họp.\n");
    assert_eq!(ids(&read(&[&path], &Options::default()).0), ["1"]);
    let (_folder, path) = file("tin.csv", "text\n");
    assert_eq!(read(&[&path], &Options::default()).1, ["input.empty"]);
}
