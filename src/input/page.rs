//! What each line of a page is: title, body, caption, or furniture, from which nothing is extracted.
//!
//! In doubt a line is body: prose that is lost cannot be found again, furniture that is read does little harm.

use super::byline;
use super::header;
use super::stamp;
use super::words::{Kind, Openings, begins, fold, heading, is, is_longer, is_space, within};
use crate::model::article::{Zone, ZoneKind};
use crate::model::date::PartialDate;
use crate::text::letter::{Look, any_pair, is_evenly_spaced};
use memchr::memchr;
use std::cell::OnceCell;
use std::sync::OnceLock;

/// What a page says beside its prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub title: Option<String>,
    pub published: Option<PartialDate>,
    pub header_date: Option<PartialDate>,
    /// Contiguous, covering the whole text.
    pub zones: Vec<Zone>,
    /// Byte offsets of the first lines below the header: the lead is among them, perhaps below a picture.
    pub body_starts: Vec<usize>,
    /// Byte ranges of bylines and source notes.
    pub credits: Vec<(usize, usize)>,
}

/// A line that is not blank, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// Byte offset of `text` in the page.
    pub start: usize,
    pub text: &'t str,
    /// A blank line stands above.
    apart: bool,
    /// It is known to be evenly spaced.
    even: bool,
}

/// Longest line that can be a caption, in characters.
const LONGEST_CAPTION: usize = 250;
/// Lines below the header among which the lead is looked for.
const LEAD_LINES: usize = 4;
/// Longest line, in bytes, that is an author's name with the time of publication.
const LONGEST_AUTHOR: usize = 90;
/// Longest line, in bytes, that is compared with the words of furniture.
const LONGEST_LABEL: usize = 400;

/// The line (by number among those not blank) with which `text` gives the folded `title`, where it does.
pub(crate) fn find_title(text: &str, look: Look, title: &str) -> Option<usize> {
    let lines: Vec<Line> = split_lines(text, look).take(header::TITLE_LINES).collect();
    if let Some((first, _)) = header::find_title(&lines, title) {
        return Some(first);
    }
    // A text in one piece may begin with its title.
    let first = lines.first().filter(|line| header::may_begin_alike(line.text, title))?;
    let head = fold(first.text.get(..floor(first.text, title.len() * 2 + 200)).unwrap_or(""));
    let edge = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    head.strip_prefix(title).filter(|rest| edge(rest)).map(|_| 0)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// An author's name with the time of publication inside the head of a page printed in one line: "… quý III Minh Hà|
/// 02/10/2019 07:24 Sáng 1/10, …". Byte range in the line, and the day.
fn author_inside(text: &str) -> Option<(usize, usize, Option<PartialDate>)> {
    const HEAD: usize = 400;
    const MOST_WORDS: usize = 4;
    let head = &text[..floor(text, HEAD)];
    let bar = head.find('|')?;
    let mut end = None;
    let mut at = bar + 1;
    for word in text[bar + 1..].split_inclusive(char::is_whitespace).filter(|w| !w.is_empty()).take(MOST_WORDS) {
        at += word.len();
        if let Some(stamp) = stamp::read(&text[bar + 1..at]).filter(|stamp| stamp.date.is_some() && stamp.clock) {
            end = Some((at, stamp.date));
        }
    }
    let mut from = bar;
    for word in head[..bar].rsplit(' ').take(MOST_WORDS - 1) {
        let name = word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
        if !name || word.len() + 1 > from {
            break;
        }
        from -= word.len() + 1;
    }
    end.map(|(end, date)| (from, end, date))
}

/// Reads a page whose title may be known; it is given folded.
pub(crate) fn read(text: &str, look: Look, title: Option<&str>) -> Page {
    const LIKELY_LENGTH: usize = 128;
    let mut lines: Vec<Line> = Vec::with_capacity(text.len() / LIKELY_LENGTH + header::TITLE_LINES);
    lines.extend(split_lines(text, look));
    let header = header::read(&lines, title);
    let mut page =
        Page { published: header.published, header_date: header.header_date, title: header.title.clone(), ..Page::default() };
    let first = header.kinds.len();
    page.body_starts = lines.iter().skip(first).take(LEAD_LINES).map(|line| line.start).collect();
    let may_be_label = |text: &str| text.len() <= stamp::LONGEST || text.len() <= LONGEST_LABEL && !is_prose(text);
    let label = |(index, line): (usize, &Line)| (index >= first && may_be_label(line.text)).then(|| Label::of(line.text));
    let labels = lines.iter().enumerate().map(label).collect();
    let mut marks =
        Marks { lines: &lines, labels, kinds: vec![ZoneKind::Body; lines.len()], cuts: Vec::new(), joined: Vec::new() };
    marks.kinds[..first].copy_from_slice(&header.kinds);
    if let Some((index, at)) = header.title_cut {
        marks.cuts.push((lines[index].start + at, ZoneKind::Furniture));
    }
    let end = marks.mark_end(first);
    marks.mark_lines(first, end, &mut page);
    marks.mark_links(first, end);
    marks.mark_byline(first, end, &mut page);
    marks.mark_after_end(first, end);
    page.zones = marks.zones(text);
    page
}

/// The lines of a text that are not blank. LF, CR and the Unicode separators end a line.
fn split_lines(text: &str, look: Look) -> impl Iterator<Item = Line<'_>> {
    let only_lf =
        look.even || !any_pair(text, |a, b| (a == b'\r') | (a == 0x80 && matches!(b, 0xa8 | 0xa9))) && !text.ends_with('\r');
    let (mut start, mut ends) = (0, 0);
    std::iter::from_fn(move || {
        while start < text.len() {
            let from = start;
            let rest = &text[from..];
            let end = if only_lf { memchr(b'\n', rest.as_bytes()) } else { rest.find(['\n', '\r', '\u{2028}', '\u{2029}']) };
            let piece = &rest[..end.unwrap_or(rest.len())];
            // CR and LF are one end.
            let end = if rest[piece.len()..].starts_with("\r\n") {
                2
            } else {
                rest[piece.len()..].chars().next().map_or(0, char::len_utf8)
            };
            start += piece.len() + end;
            let left = if look.even { piece } else { piece.trim_start_matches(is_space) };
            let trimmed = if look.even { piece } else { left.trim_end_matches(is_space) };
            let line = Line { start: from + piece.len() - left.len(), text: trimmed, apart: ends > 1, even: look.even };
            if !trimmed.is_empty() {
                ends = 1;
                return Some(line);
            }
            ends += 1;
        }
        None
    })
}

/// A line that is short enough to be furniture.
struct Label {
    /// It begins as a phrase of furniture does, or holds a figure; other lines need not be compared with the phrases.
    told: bool,
    folded: OnceCell<String>,
}

impl Label {
    fn of(text: &str) -> Self {
        static OPENINGS: OnceLock<Openings> = OnceLock::new();
        let openings = OPENINGS.get_or_init(|| {
            let kinds = [Kind::Label, Kind::Links, Kind::Link, Kind::Comments, Kind::Footer, Kind::Byline];
            Openings::of(&kinds, byline::NOTES)
        });
        // What is no letter falls away from headings and notes, and a mark at the end tells a field.
        let word = text.starts_with(char::is_alphabetic) && !text.ends_with([')', ':']);
        let figure = || text.bytes().fold(false, |any, b| any | b.is_ascii_digit());
        Self { told: !word || openings.may_open(text) || figure(), folded: OnceCell::new() }
    }
}

struct Marks<'l, 't> {
    lines: &'l [Line<'t>],
    /// Of the lines below the header that are short enough to be furniture.
    labels: Vec<Option<Label>>,
    kinds: Vec<ZoneKind>,
    /// Byte offsets inside lines from which the rest of the line is of another kind.
    cuts: Vec<(usize, ZoneKind)>,
    /// Lines that go on with the caption above them.
    joined: Vec<usize>,
}

impl Marks<'_, '_> {
    fn folded(&self, index: usize) -> Option<&str> {
        self.labels[index].as_ref().map(|label| label.folded.get_or_init(|| fold(self.lines[index].text)).as_str())
    }

    /// The folded line, where a phrase of furniture or a stamp may begin with it.
    fn label(&self, index: usize) -> Option<&str> {
        self.labels[index].as_ref().filter(|label| label.told).and_then(|_| self.folded(index))
    }

    fn is_prose(&self, index: usize) -> bool {
        is_prose(self.lines[index].text)
    }

    /// Marks the readers' comments and what follows; where they begin.
    fn mark_end(&mut self, first: usize) -> usize {
        let total: usize = self.lines[first..].iter().map(|line| line.text.len()).sum();
        // A heading of that name in the first part of an article, or one that much prose follows, is one of its own.
        const PARAGRAPHS_AFTER: usize = 3;
        let long = |i: &usize| self.is_prose(*i) && is_longer(self.lines[*i].text, 200);
        let from = (first..self.lines.len()).rev().filter(long).nth(PARAGRAPHS_AFTER - 1).unwrap_or(first);
        let mut before = 0;
        for index in first..self.lines.len() {
            let heads = |folded: &str| is(Kind::Comments, heading(folded));
            if index >= from && before * 3 >= total && self.label(index).is_some_and(heads) {
                self.kinds[index..].fill(ZoneKind::Furniture);
                return index;
            }
            before += self.lines[index].text.len();
        }
        self.lines.len()
    }

    /// Marks every line that tells by itself, or with the next, what it is.
    fn mark_lines(&mut self, first: usize, end: usize, page: &mut Page) {
        let first_prose = (first..end).find(|&i| self.is_prose(i)).unwrap_or(end);
        let last_prose = (first..end).rev().find(|&i| self.is_prose(i)).unwrap_or(first);
        for index in first..end {
            let Line { start, text, even, .. } = self.lines[index];
            if let Some(folded) = self.label(index) {
                if self.is_furniture(index, folded, index > last_prose) {
                    self.kinds[index] = ZoneKind::Furniture;
                    continue;
                }
                // Between paragraphs a bare time may be that of a meeting.
                let outside = index < first_prose || index > last_prose;
                if let Some(stamp) =
                    stamp::read_folded(folded).filter(|s| s.views || s.label.is_some() || s.half_of_day || s.clock && outside)
                {
                    self.kinds[index] = ZoneKind::Furniture;
                    if stamp.label == Some(stamp::Label::Published) {
                        page.published = page.published.or(stamp.date);
                    }
                    continue;
                }
                // "Minh Hà| 02/10/2019 07:24" below the lead.
                let author = || {
                    let (at, stamp) = stamp::read_at_end(text)?;
                    let head = &text[..at];
                    (header::is_short_head(head) || stamp.label.is_some() && header::is_parted_head(head, &text[at..]))
                        .then_some((at, stamp))
                };
                if let Some((_, stamp)) = (text.len() <= LONGEST_AUTHOR).then(author).flatten() {
                    self.kinds[index] = ZoneKind::Furniture;
                    page.published = page.published.or(stamp.date);
                    continue;
                }
                if byline::may_be_note(folded)
                    && (byline::is_credit(text)
                        || byline::is_source_note(text)
                        || index > last_prose && byline::is_office_credit(text))
                {
                    self.kinds[index] = ZoneKind::Furniture;
                    page.credits.push((start, start + text.len()));
                    continue;
                }
            }
            if index == first
                && let Some((from, to, date)) =
                    author_inside(text).or_else(|| stamp::read_at_start(text).map(|(end, stamp)| (0, end, stamp.date)))
            {
                page.published = page.published.or(date);
                self.cuts.push((start + from, ZoneKind::Furniture));
                self.cuts.push((start + to, ZoneKind::Body));
            }
            if let Some(at) = doubled_at(text, even, 3).filter(|_| !is_longer(text, 2 * LONGEST_CAPTION)) {
                self.kinds[index] = ZoneKind::Caption;
                self.cuts.push((start + at, ZoneKind::Furniture));
            } else if let Some(at) = photo_credit_at(text) {
                self.kinds[index] = ZoneKind::Caption;
                self.cuts.push((start + at, ZoneKind::Furniture));
            } else if self.is_caption(index) {
                self.kinds[index] = ZoneKind::Caption;
                // A caption broken over two lines.
                if index > first && self.continues(index) && self.kinds[index - 1] == ZoneKind::Body {
                    self.kinds[index - 1] = ZoneKind::Caption;
                    self.joined.push(self.lines[index].start);
                }
            }
        }
    }

    fn is_furniture(&self, index: usize, folded: &str, after_prose: bool) -> bool {
        let text = self.lines[index].text;
        let bare = heading(folded);
        let field = folded.ends_with("(*)") || folded.ends_with("(*):");
        let arrow = text.starts_with(['»', '►', '▶']) || text.starts_with(">>");
        let open = !ends_sentence(text);
        is_rule(text)
            || field && text.chars().count() <= 60
            || is(Kind::Label, folded)
            || is(Kind::Label, bare)
            || open && arrow
            || open && begins(Kind::Link, folded) && !self.is_prose(index)
            || after_prose && begins(Kind::Footer, folded)
    }

    /// Whether the line goes on from the one above it, which ends in a comma.
    fn continues(&self, index: usize) -> bool {
        let above = self.lines[index - 1].text;
        !self.lines[index].apart && above.ends_with(',') && !is_longer(above, LONGEST_CAPTION)
    }

    /// A short line without an end, between others, in the words of captions. A subheading has other words.
    fn is_caption(&self, index: usize) -> bool {
        let text = self.lines[index].text;
        if text.ends_with('|') {
            return !is_longer(text, LONGEST_CAPTION);
        }
        let open = text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '\u{300}'..='\u{36F}'));
        let list = text.starts_with(['-', '+', '*', '•', '–']) || text.starts_with(|c: char| c.is_ascii_digit());
        open && !list
            && !is_longer(text, LONGEST_CAPTION)
            && self.folded(index).is_some_and(|folded| within(Kind::Caption, folded))
    }

    /// Marks lists of other articles below their headings. Where prose goes on after one, its last line may be a subheading.
    fn mark_links(&mut self, first: usize, end: usize) {
        const LONGEST_LINK: usize = 200;
        let mut index = first;
        while index < end {
            let head = |i: usize| self.label(i).is_some_and(|folded| is(Kind::Links, heading(folded)));
            if !head(index) {
                index += 1;
                continue;
            }
            let from = index + 1;
            let link = |i: usize| {
                let text = self.lines[i].text;
                let open = !is_longer(text, LONGEST_LINK) && !text.ends_with(['.', ';', ':', ',']);
                open || self.kinds[i] == ZoneKind::Furniture || head(i)
            };
            let mut to = from;
            while to < end && link(to) {
                to += 1;
            }
            index = to.max(from);
            if to < end && to > from && !self.is_marked_link(to - 1) {
                to -= 1;
            }
            self.kinds[from - 1..to].fill(ZoneKind::Furniture);
        }
    }

    /// A bullet before or a date after tell a link from a subheading.
    fn is_marked_link(&self, index: usize) -> bool {
        let text = self.lines[index].text;
        let dated = text
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
            .is_some_and(|(_, inside)| stamp::read(inside).is_some());
        dated || text.starts_with(['-', '+', '•', '*', '>', '»']) || self.kinds[index] == ZoneKind::Furniture
    }

    /// Marks the author's name at the end of the article, and as captions the short lines that follow it.
    fn mark_byline(&mut self, first: usize, end: usize, page: &mut Page) {
        const MOST_AFTER: usize = 15;
        let body: Vec<usize> = (first..end).filter(|&i| self.kinds[i] != ZoneKind::Furniture).collect();
        let total: usize = body.iter().map(|&i| self.lines[i].text.len()).sum();
        let mut after = 0;
        for (nth, &index) in body.iter().enumerate().rev() {
            let Line { start, text, .. } = self.lines[index];
            let behind = body.len() - 1 - nth;
            if behind > MOST_AFTER || after * 2 > total || nth == 0 {
                break;
            }
            let above = self.lines[body[nth - 1]].text;
            let alone =
                || !byline::is_names(above) && body.get(nth + 1).is_none_or(|&next| !byline::is_names(self.lines[next].text));
            if byline::is_names(text) && alone() && (ends_sentence(above) || self.kinds[body[nth - 1]] == ZoneKind::Caption) {
                self.kinds[index] = ZoneKind::Furniture;
                page.credits.push((start, start + text.len()));
                for &later in &body[nth + 1..] {
                    if self.kinds[later] == ZoneKind::Body && !is_longer(self.lines[later].text, LONGEST_CAPTION) {
                        self.kinds[later] = ZoneKind::Caption;
                    }
                }
                return;
            }
            if is_longer(text, LONGEST_CAPTION) {
                break;
            }
            after += text.len();
        }
        // No line of its own: the name may stand after the last sentence.
        let Some(&last) = body.iter().rev().find(|&&i| self.kinds[i] == ZoneKind::Body) else { return };
        let Line { start, text, .. } = self.lines[last];
        if let Some(at) = byline::names_after_sentence(text) {
            self.cuts.push((start + at, ZoneKind::Furniture));
            page.credits.push((start + at, start + text.len()));
        }
    }

    /// Marks the teaser of another story below the "./." that ends a report: a few lines, short beside what stands above.
    fn mark_after_end(&mut self, first: usize, end: usize) {
        const MOST_LINES: usize = 3;
        let body: Vec<usize> = (first..end).filter(|&i| self.kinds[i] == ZoneKind::Body).collect();
        let Some(nth) = body.iter().rposition(|&i| self.lines[i].text.contains("./.")) else { return };
        let length = |lines: &[usize]| lines.iter().map(|&i| self.lines[i].text.len()).sum::<usize>();
        let Line { start, text, .. } = self.lines[body[nth]];
        let close = text.rfind("./.").map_or(text.len(), |at| at + 3);
        let after = length(&body[nth + 1..]) + text.len() - close;
        let before = length(&body[..nth]) + close;
        if after == 0 || after * 4 > before || body.len() - nth - 1 > MOST_LINES {
            return;
        }
        if close < text.len() && !self.cuts.iter().any(|(at, _)| *at >= start + close && *at <= start + text.len()) {
            self.cuts.push((start + close, ZoneKind::Furniture));
        }
        for &index in &body[nth + 1..] {
            self.kinds[index] = ZoneKind::Furniture;
        }
    }

    /// The marks as zones. Blank space belongs to what stands before it; the first zone begins with the text.
    fn zones(mut self, text: &str) -> Vec<Zone> {
        let mut starts: Vec<(usize, ZoneKind)> =
            self.lines.iter().zip(&self.kinds).map(|(line, kind)| (line.start, *kind)).collect();
        starts.retain(|(start, _)| self.joined.binary_search(start).is_err());
        starts.append(&mut self.cuts);
        starts.sort_by_key(|(at, _)| *at);
        if let Some(first) = starts.first_mut() {
            first.0 = 0;
        } else if !text.is_empty() {
            starts.push((0, ZoneKind::Body));
        }
        let mut zones: Vec<Zone> = Vec::new();
        for (n, &(start, kind)) in starts.iter().enumerate() {
            let end = starts.get(n + 1).map_or(text.len(), |next| next.0);
            // Articles are at most 1 GiB long.
            let (start, end) = (start as u32, end as u32);
            match zones.last_mut() {
                Some(last) if last.kind == kind && kind != ZoneKind::Caption => last.end = end,
                _ if start < end => zones.push(Zone { start, end, kind }),
                _ => {}
            }
        }
        zones
    }
}

/// Whether the line is a paragraph or a sentence of prose.
fn is_prose(text: &str) -> bool {
    const LEAST: usize = 80;
    ends_sentence(text) && is_longer(text, LEAST)
}

/// Whether a line ends as sentences do.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '’', '\'', ')', '»', ' ']);
    text.ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Whether a line has no letter and no figure: "|", "* * *".
pub(crate) fn is_rule(line: &str) -> bool {
    !line.contains(char::is_alphanumeric)
}

/// Where the second half begins of a line that says the same words twice, at least `least` of them. `even`: it is known to be
/// evenly spaced.
pub(crate) fn doubled_at(line: &str, even: bool, least: usize) -> Option<usize> {
    if line.len() > 8 * LONGEST_CAPTION {
        return None;
    }
    if even || is_evenly_spaced(line) {
        let (first, rest) = line.as_bytes().split_at(line.len() / 2);
        let twice = line.len() % 2 == 1 && rest[0] == b' ' && first == &rest[1..];
        return (twice && first.split(|b| *b == b' ').count() >= least).then_some(first.len() + 1);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let half = words.len() / 2;
    if !words.len().is_multiple_of(2) || half < least || words[..half] != words[half..] {
        return None;
    }
    Some(words[half].as_ptr() as usize - line.as_ptr() as usize)
}

/// Where the credit begins at the end of a picture's caption: "… tại lễ - Ảnh: LÊ B", "… (Ảnh: TTXVN)".
fn photo_credit_at(line: &str) -> Option<usize> {
    const WORDS: &[&str] = &["Ảnh", "ảnh", "ẢNH", "A\u{309}nh", "a\u{309}nh"];
    const LONGEST_CREDIT: usize = 70;
    // Most lines have no colon, and none of them a credit.
    if memchr(b':', line.as_bytes()).is_none() || is_longer(line, LONGEST_CAPTION + LONGEST_CREDIT) {
        return None;
    }
    let (at, word) = WORDS.iter().filter_map(|word| line.rfind(word).map(|at| (at, *word))).max()?;
    let before = line[..at].trim_end_matches([' ', '\u{A0}', '-', '–', '(', '[', '|', '/', '*']);
    let (label, name) = line[at + word.len()..].split_once(':')?;
    let name = name.trim().trim_end_matches(['.', ')', ']', ' ']);
    let label_ok = label.trim().is_empty() || matches!(fold(label).as_str(), "minh họa" | "minh hoạ" | "tư liệu" | "internet");
    let apart = before.len() < at && !before.is_empty();
    let short = !name.is_empty() && name.chars().count() <= LONGEST_CREDIT && !name.chars().any(|c| c.is_ascii_digit());
    let named = byline::is_names(name) || name.split_whitespace().count() <= 4;
    (label_ok && apart && short && named).then_some(before.len())
}

#[cfg(test)]
mod tests;
