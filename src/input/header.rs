//! The top of a page: section names and dates above the title, the title, and the stamps beside and below it.

use super::byline;
use super::outlet;
use super::page::{Line, doubled_at, is_rule};
use super::stamp::{self, Label, Stamp};
use super::words::{Kind, first_letters, fold, heading, is, is_longer};
use crate::model::article::ZoneKind;
use crate::model::date::PartialDate;

/// Lines above the title that are looked at.
const ABOVE: usize = 8;
/// Lines below the title that may belong to it.
const BELOW: usize = 5;
/// A longer line is a paragraph.
const LONGEST_TITLE: usize = 300;

/// What the top of a page says, and where the body begins.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Kind of each of the first lines; the body begins after them.
    pub kinds: Vec<ZoneKind>,
    /// Where in the title line the title ends and a stamp begins.
    pub title_cut: Option<(usize, usize)>,
    pub title: Option<String>,
    pub published: Option<PartialDate>,
    pub header_date: Option<PartialDate>,
    updated: Option<PartialDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

pub(crate) fn read(lines: &[Line<'_>], known: Option<&str>) -> Header {
    let mut header = Header::default();
    let place = known.and_then(|title| find_title(lines, title)).or_else(|| guess_title(lines));
    let above = place.map_or_else(|| lines.iter().take(ABOVE).take_while(|line| is_above(line.text)).count(), |(first, _)| first);
    for line in &lines[..above] {
        header.take_line(line.text, Side::Above);
    }
    if let Some((first, last)) = place {
        for (index, line) in lines.iter().enumerate().take(last + 1).skip(first) {
            if let Some((at, stamp)) = stamp::read_at_end(line.text) {
                header.title_cut = Some((index, at));
                header.take_stamp(stamp, Side::Below);
            }
            header.kinds.push(ZoneKind::Title);
        }
        let cut = header.title_cut.filter(|(index, _)| *index == last);
        let words: Vec<&str> = lines[first..=last].iter().map(|line| line.text).collect();
        let end = words.join(" ");
        let end = cut.map_or(end.as_str(), |(_, at)| &end[..end.len() - (lines[last].text.len() - at)]);
        header.title = Some(end.split_whitespace().collect::<Vec<_>>().join(" "));
        let title = fold(end);
        for (index, line) in lines.iter().enumerate().skip(last + 1).take(BELOW) {
            let next = lines.get(index + 1).map_or("", |line| line.text);
            let repeated = line.text.len() < 2 * LONGEST_TITLE && may_begin_alike(line.text, &title) && fold(line.text) == title;
            let author = byline::is_names(line.text) && stamp::read(next).is_some();
            if repeated || author {
                header.kinds.push(ZoneKind::Furniture);
            } else if heads_a_list(lines, index) {
                break;
            } else if !header.take_line(line.text, Side::Below) {
                header.kinds.pop();
                break;
            }
        }
    }
    header.published = header.published.or(header.updated);
    header
}

impl Header {
    /// Marks a line beside the title; whether it is furniture.
    fn take_line(&mut self, line: &str, side: Side) -> bool {
        let found = if let Some(stamp) = stamp::read(line) {
            self.take_stamp(stamp, side);
            true
        } else if let Some((at, stamp)) = stamp::read_at_end(line)
            .filter(|(at, stamp)| is_short_head(&line[..*at]) || stamp.label.is_some() && is_user(&line[..*at]))
        {
            debug_assert!(at > 0);
            self.take_stamp(stamp, side);
            true
        } else {
            is_label(line) || side == Side::Above && is_trail(line)
        };
        self.kinds.push(if found { ZoneKind::Furniture } else { ZoneKind::Body });
        found
    }

    /// A weekday with a date at the top is the day on which the page was looked at; a label, a zone, or a clock time below the
    /// title make a date that of publication.
    fn take_stamp(&mut self, stamp: Stamp, side: Side) {
        let Some(date) = stamp.date else { return };
        match (stamp.label, side) {
            (Some(Label::Published), _) => self.published = self.published.or(Some(date)),
            (Some(Label::Updated), _) => self.updated = self.updated.or(Some(date)),
            (None, Side::Above) if stamp.clock && stamp.zone => self.published = self.published.or(Some(date)),
            (None, Side::Below) if stamp.clock || !stamp.weekday => self.published = self.published.or(Some(date)),
            _ => self.header_date = self.header_date.or(Some(date)),
        }
    }
}

/// "Thứ hai (07/8/2023)" below the title of a schedule: other days of the list follow as lines of their own.
fn heads_a_list(lines: &[Line<'_>], index: usize) -> bool {
    const LIST: usize = 40;
    let day = |line: &Line| stamp::read(line.text).filter(|s| s.weekday && !s.clock && s.label.is_none()).and_then(|s| s.date);
    let first = day(&lines[index]);
    first.is_some() && lines[index + 1..].iter().take(LIST).filter_map(day).any(|other| Some(other) != first)
}

/// Lines over which a title may be wrapped.
const WRAPPED: usize = 3;
/// Lines at the top of a text among which its title is found.
pub(crate) const TITLE_LINES: usize = ABOVE + WRAPPED;

/// First and last line of the title that the input names, near the top of the text. The title is given folded.
pub(crate) fn find_title(lines: &[Line<'_>], title: &str) -> Option<(usize, usize)> {
    for first in 0..lines.len().min(ABOVE) {
        let mut joined = String::new();
        for (last, line) in lines.iter().enumerate().skip(first).take(WRAPPED) {
            if joined.len() + line.text.len() > 2 * title.len() + 200 {
                break;
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            let before = joined.len();
            if !title.get(before..).is_some_and(|rest| may_begin_alike(line.text, rest)) {
                break;
            }
            joined.push_str(&fold(line.text));
            // A title without its stamp is the beginning of the line with it.
            let (shorter, longer) = if joined.len() < title.len() { (&*joined, title) } else { (title, &*joined) };
            if !longer.starts_with(shorter) {
                break;
            }
            let stamped = || {
                stamp::read_at_end(line.text)
                    .is_some_and(|(at, _)| joined[..before].to_string() + &fold(&line.text[..at]) == title)
            };
            if joined == title || stamped() {
                return Some((first, last));
            }
        }
    }
    None
}

/// Whether a line may begin with the words of a folded title, or they with it; most lines do not, and need no closer look.
pub(super) fn may_begin_alike(line: &str, title: &str) -> bool {
    const LOOKED_AT: usize = 40;
    if first_letters(line)
        .is_some_and(|letters| letters.into_iter().zip(title.chars()).any(|(a, b)| a != b && a != '\0' && a != ' '))
    {
        return false;
    }
    let Some(head) = line.get(..LOOKED_AT).or_else(|| line.get(..LOOKED_AT + 1)).or_else(|| line.get(..LOOKED_AT + 2)) else {
        return true;
    };
    let Some((words, _)) = head.rsplit_once(' ') else { return true };
    let words = fold(words);
    title.starts_with(&words) || words.starts_with(title)
}

/// The line that is a title by its look, below what stands above titles.
fn guess_title(lines: &[Line<'_>]) -> Option<(usize, usize)> {
    let mut first = lines.iter().take(ABOVE).position(|line| !is_above(line.text))?;
    if is_kicker(lines, first) {
        first += 1;
    }
    let place = above_stamp(lines, first).filter(|&index| has_title_look(lines, index)).unwrap_or(first);
    has_title_look(lines, place).then_some((place, place))
}

/// "Kỳ họp thứ Tám, Quốc hội khóa XIV:" over the title that the stamp of publication follows.
fn is_kicker(lines: &[Line<'_>], index: usize) -> bool {
    const LONGEST: usize = 120;
    let line = lines[index].text.trim_end();
    let stamped = || lines.get(index + 2).is_some_and(|line| stamp::read(line.text).is_some());
    line.ends_with(':') && line.len() <= LONGEST && stamped() && has_title_look(lines, index + 1)
}

/// Whether a line is short, goes on below, and ends as titles do.
fn has_title_look(lines: &[Line<'_>], index: usize) -> bool {
    let line = lines[index];
    let followed = lines.len() > index + 1;
    let (end, stamped) = stamp::read_at_end(line.text).map_or((line.text, false), |(at, _)| (line.text[..at].trim_end(), true));
    let open = !end.ends_with(['.', ';', ':', ',']) || end.ends_with("...");
    let short = !is_longer(line.text, LONGEST_TITLE);
    short && (followed || stamped) && open && !outlet::opens_with_dateline(line.text)
}

/// A menu entry or two may stand first. Where a few words open the page, the longer line right above the stamp of publication is
/// the title.
fn above_stamp(lines: &[Line<'_>], first: usize) -> Option<usize> {
    const FEW_WORDS: usize = 4;
    let words = |index: usize| lines[index].text.split_whitespace().take(2 * FEW_WORDS).count();
    if words(first) > FEW_WORDS {
        return None;
    }
    let stamped = |line: &Line<'_>| stamp::read(line.text).is_some_and(|stamp| stamp.clock || stamp.label.is_some());
    let last = (first + 2..lines.len().min(ABOVE + 2)).find(|&index| stamped(&lines[index]))? - 1;
    // Between the two stand menu entries only, no paragraph.
    let menu = (first..last).all(|index| words(index) <= FEW_WORDS || stamp::read(lines[index].text).is_some());
    (menu && words(last) > FEW_WORDS).then_some(last)
}

/// Whether a line is of the kind that stands above titles.
fn is_above(line: &str) -> bool {
    stamp::read(line).is_some()
        || stamp::read_at_end(line).is_some_and(|(at, _)| is_short_head(&line[..at]))
        || is_label(line)
        || is_trail(line)
}

/// "quantri gửi vào T6, 2019-04-12 15:01": the name of an account, one word.
fn is_user(head: &str) -> bool {
    const LONGEST: usize = 24;
    let name = head.trim();
    (1..=LONGEST).contains(&name.len()) && !name.contains(char::is_whitespace)
}

/// A section's name or a person's before a stamp in one line; a title is longer.
pub(super) fn is_short_head(head: &str) -> bool {
    // "Minh| 02/10/2019 07:24": a bar ends a pen name of one word too.
    const PEN_NAME: usize = 4;
    if let Some(name) = head.trim_end().strip_suffix('|') {
        let words: Vec<&str> = name.split_whitespace().take(PEN_NAME + 1).collect();
        let capital = |word: &&str| word.starts_with(char::is_uppercase);
        if (1..=PEN_NAME).contains(&words.len()) && words.iter().all(capital) {
            return true;
        }
    }
    let head = head.trim_matches(|c: char| !c.is_alphanumeric());
    let folded = fold(head);
    is(Kind::Section, &folded) || byline::is_names(head) || byline::is_credit(head)
}

/// A few words before a stamp that a mark parts from it: "Theo dòng thời sự - Ngày đăng: 21:50, 22/11/2016".
pub(super) fn is_parted_head(head: &str, stamp: &str) -> bool {
    const WORDS: usize = 8;
    const MARKS: [char; 6] = ['-', '–', '|', '/', '»', '>'];
    let head = head.trim_end();
    let parted = head.ends_with(MARKS) || stamp.starts_with(MARKS);
    parted && head.split_whitespace().count() <= WORDS && !head.contains(['.', '?', '!', ','])
}

/// A button, or the name of a section of the site.
fn is_label(line: &str) -> bool {
    const LONGEST: usize = 120;
    if line.len() > LONGEST {
        return false;
    }
    if is_rule(line) {
        return true;
    }
    let folded = fold(line);
    let bare = heading(&folded);
    is(Kind::Section, bare) || is(Kind::Label, &folded) || is(Kind::Label, bare)
}

/// The way from the front page to the article ("Trang chủ > Tin tức"), or a menu entry printed twice.
fn is_trail(line: &str) -> bool {
    const LONGEST: usize = 160;
    if line.len() > LONGEST || line.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    if let Some(at) = doubled_at(line, false, 2) {
        return line[..at].split_whitespace().count() <= 6;
    }
    let steps: Vec<&str> = line.split(['>', '»', '›', '|', '/', '→']).map(str::trim).collect();
    let short = steps.iter().all(|step| step.split_whitespace().count() <= 6);
    let known = steps.iter().any(|step| is(Kind::Section, heading(&fold(step))));
    steps.len() > 1 && short && known
}
