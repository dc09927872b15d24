//! Who wrote an article and whence it was taken: a line that is a person's name, a credit, a source note.

use super::words::{Kind, begins, fold, is_longer, opening};
use crate::text::letter::is_composed;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Longest line that can be a byline, in characters.
const LONGEST: usize = 70;

/// Whether the line is names and nothing else: "Trần Văn A", "MINH HÀ - LÊ B.", "H.N (tổng hợp)", "Thu Hà/VOV".
pub(crate) fn is_names(line: &str) -> bool {
    let line = line.trim();
    if is_longer(line, LONGEST) || goes_on_small(line) || line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let composed: Cow<str> = if is_composed(line) { line.into() } else { line.nfc().collect() };
    let (line, remark) = without_remark(&composed);
    // "Thu Hà/VOV-Trung tâm Tin": after the stroke stands the agency, in words of its own.
    if let Some((name, agency)) = line.split_once('/')
        && agency
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .is_some_and(|word| word.len() > 1 && word.chars().all(char::is_uppercase))
    {
        return is_name(name.trim(), true);
    }
    let parts: Vec<&str> =
        line.split(['-', '–', '—', '/', ',', '&', '+', '|']).flat_map(|part| part.split(" và ")).map(str::trim).collect();
    let several = parts.len() > 1 || remark;
    parts.len() <= 4 && parts.iter().all(|part| is_name(part, several))
}

/// Whether a small letter begins the line, or the word behind its first: so prose goes on, and no list of names.
fn goes_on_small(line: &str) -> bool {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let small = |word: &str| word.starts_with(char::is_lowercase);
    small(first)
        || small(rest) && !rest.starts_with("và") && !rest.starts_with("va\u{300}") && first.chars().all(char::is_alphabetic)
}

/// The line without a remark in brackets at its end ("(ghi)", "(TTXVN)").
fn without_remark(line: &str) -> (&str, bool) {
    const LONGEST_REMARK: usize = 30;
    match line.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((before, inside)) if !before.trim().is_empty() && inside.chars().count() <= LONGEST_REMARK => {
            (before.trim_end(), true)
        }
        _ => (line, false),
    }
}

fn is_name(part: &str, in_company: bool) -> bool {
    let words: Vec<&str> = part.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect();
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_alphabetic() || c == '.')
    };
    let short = |word: &&str| word.chars().count() <= 10;
    let initials =
        |word: &str| word.contains('.') || (2..=8).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    match words.as_slice() {
        [] => false,
        // One word alone may be a heading or a place; initials or an agency are a name.
        [word] => capital(word) && short(word) && (in_company || initials(word)) && !word.ends_with('.'),
        words => words.len() <= 4 && words.iter().all(|word| capital(word) && short(word)) && !part.ends_with('.'),
    }
}

/// What source notes begin with, beside the labels of credits.
pub(crate) const NOTES: &[&str] = &["theo", "http"];

/// Whether a folded line begins as credits and source notes do; most lines do not, and need no closer look.
pub(crate) fn may_be_note(folded: &str) -> bool {
    let start = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    NOTES.iter().any(|note| start.starts_with(note)) || begins(Kind::Byline, start)
}

/// Whether the line is a credit with its label: "Tin, ảnh: Lê B", "Nguồn: baoabc.vn", "Ảnh: TTXVN".
pub(crate) fn is_credit(line: &str) -> bool {
    const LONGEST_REST: usize = 60;
    let line = line.trim().trim_matches(['(', ')', '[', ']']).trim();
    if is_longer(line, LONGEST_REST + 20) {
        return false;
    }
    let folded = fold(line);
    let Some(phrase) = opening(Kind::Byline, &folded) else { return false };
    let rest = line.split_once(':').map_or("", |(_, rest)| rest.trim());
    // "Nguồn: ngân sách tỉnh 12 tỷ đồng" tells a figure, "Tác giả: 3 cán bộ xã." a sentence.
    let address = rest.contains("://") || is_domain(rest);
    folded.len() > phrase.len() && (address || is_names(rest) || is_named_agency(rest))
}

/// Whether the line names an office as its source ("Nguồn tin: Văn phòng Huyện ủy"): so only below the article.
pub(crate) fn is_office_credit(line: &str) -> bool {
    const MOST_WORDS: usize = 8;
    let Some((label, rest)) = line.split_once(':') else { return false };
    let (label, rest) = (fold(label), rest.trim());
    label.starts_with("nguồn")
        && begins(Kind::Byline, &format!("{label}:"))
        && rest.starts_with(char::is_uppercase)
        && rest.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS
        && !rest.contains(['.', ',', ';'])
        && !rest.chars().any(|c| c.is_ascii_digit())
}

/// "Báo Hà Giang", "Cổng thông tin điện tử Chính phủ", "TTXVN"
fn is_named_agency(text: &str) -> bool {
    const BEFORE_A_NAME: &[&str] = &["báo ", "tạp chí ", "đài "];
    const ALONE: &[&str] =
        &["cổng thông tin", "trang thông tin", "thông tấn xã", "ttxvn", "bbt", "ban biên tập", "pv", "nhóm pv", "đài phát thanh"];
    let folded = fold(text);
    // "Báo Cao Bằng" is a paper, "báo cáo" a report.
    let named = || text.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase));
    let agency = ALONE.iter().any(|start| folded.starts_with(start))
        || BEFORE_A_NAME.iter().any(|start| folded.starts_with(start)) && named();
    agency && !text.ends_with('.') && !text.chars().any(|c| c.is_ascii_digit())
}

fn is_domain(text: &str) -> bool {
    let text = text.trim_end_matches('/');
    !text.contains(' ')
        && text.contains('.')
        && text.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// Whether the line only says where the article was taken from: "(Theo https://…/)", "Theo TTXVN", "Nguồn: …".
pub(crate) fn is_source_note(line: &str) -> bool {
    let line = line.trim();
    if is_longer(line, 2 * LONGEST) {
        return false;
    }
    let inner = line.trim_matches(['(', ')', '[', ']', '*', '-', ' ', '\u{A0}']);
    let folded = fold(inner);
    if inner.starts_with("http://") || inner.starts_with("https://") {
        return !inner.contains(char::is_whitespace);
    }
    let rest = folded.strip_prefix("theo").and_then(|rest| rest.strip_prefix([':', ' ']));
    let original = inner.split_once(|c: char| c == ':' || c.is_whitespace()).map_or("", |(_, rest)| rest.trim());
    match rest {
        Some(rest) if rest.trim().starts_with("http") => !original.contains(char::is_whitespace),
        Some(_) => is_domain(original) || is_names(original) || is_named_agency(original),
        None => begins(Kind::Byline, &folded) && is_credit(inner),
    }
}

/// Where the names begin that stand after the last sentence of a paragraph ("… đến năm 2020./. Thu Hà (TTXVN)").
pub(crate) fn names_after_sentence(paragraph: &str) -> Option<usize> {
    let tail_from = paragraph.char_indices().rev().take(LONGEST + 2).last().map_or(0, |(at, _)| at);
    let tail = &paragraph[tail_from..];
    tail.match_indices(char::is_whitespace).find_map(|(at, _)| {
        let (before, names) = (&paragraph[..tail_from + at], tail[at..].trim_start());
        (ends_sentence(before) && !names.ends_with('.') && is_names(names)).then(|| paragraph.len() - names.len())
    })
}

/// Whether the text ends with the end of a sentence, and not with an abbreviation ("TP.", "Tp.", "GS.").
fn ends_sentence(text: &str) -> bool {
    if text.ends_with(['!', '?', '…', '”', '"']) || text.ends_with("./.") {
        return true;
    }
    let Some(before) = text.strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    let short = matches!(word, "tp" | "tx" | "tt" | "ths" | "ts" | "bs" | "gs" | "q" | "p" | "h" | "x");
    !short && !word.chars().any(char::is_uppercase) && !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for line in [
            "Lò Văn Pản",
            "\u{A0} LÊ HẠNH",
            "Thu Hằng - Đức Minh",
            "H.N (tổng hợp)",
            "Bảo Châu (TTXVN)",
            "Lan Chi/VOV",
            "P.Ngọc",
            "PV",
            "Hà My và Quốc Đạt",
            "B. An",
        ] {
            assert!(is_names(line), "{line}");
            let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(line).collect();
            assert!(is_names(&decomposed), "{line} decomposed");
        }
        for line in [
            "",
            "Kết luận",
            "Giảm 12 người",
            "Ông Lò Văn Pản.",
            "Hội nghị Trung ương",
            "Quảng Ninh, 12/3",
            "Nâng cao chất lượng",
            "Phần",
        ] {
            assert!(!is_names(line), "{line}");
        }
    }

    #[test]
    fn credits() {
        for line in [
            "Tin, ảnh: Lò Pản",
            "Bài và ảnh: LÊ HẠNH",
            "Ảnh: TTXVN",
            "(Ảnh: Quốc Đạt)",
            "Nguồn: baocaobang.vn",
            "Nguồn: Cổng thông tin điện tử Chính phủ",
            "Tác giả: Thu Hằng",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Nguồn: ngân sách tỉnh 12 tỷ đồng",
            "Thực hiện: Phòng Nội vụ.",
            "Ảnh: Các đại biểu dự lễ ra mắt",
            "Tin:",
            "Bài học: phải kiên trì",
            "Nguồn: vốn vay và vốn tự có",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn source_notes() {
        for line in [
            "(Theo\u{A0}https://baocaobang.vn/)",
            "Theo TTXVN",
            "(Theo Báo Cao Bằng)",
            "Theo: dangcongsan.vn",
            "https://baocaobang.vn/tin/1",
            "Nguồn: TTXVN",
        ] {
            assert!(is_source_note(line), "{line}");
        }
        for line in
            ["Theo báo cáo của Huyện ủy", "Theo đó, giảm 5 phòng.", "(Theo kế hoạch, quý IV hoàn thành)", "Theo dõi, đôn đốc"]
        {
            assert!(!is_source_note(line), "{line}");
        }
    }

    #[test]
    fn names_after_the_last_sentence() {
        let text = "Huyện phấn đấu hoàn thành trước năm 2020./. Thu Hằng (TTXVN)";
        assert_eq!(names_after_sentence(text).map(|at| &text[at..]), Some("Thu Hằng (TTXVN)"));
        let text = "“Phải làm ngay” - ông nhấn mạnh. LÊ HẠNH";
        assert_eq!(names_after_sentence(text).map(|at| &text[at..]), Some("LÊ HẠNH"));
        for text in [
            "Lễ diễn ra tại TP. Hồ Chí Minh",
            "Lễ diễn ra tại tp. Hồ Chí Minh",
            "Việc này đã xong. Giảm được 5 người",
            "Lễ diễn ra ở Cao Bằng",
            "Thu Hằng",
        ] {
            assert_eq!(names_after_sentence(text), None, "{text}");
        }
    }
}
