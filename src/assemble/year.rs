//! The year of dates that do not state it, in the order: the text states it nearby, the day of publication, what the text
//! itself proves, unknown.
//!
//! Without a day of publication every dated statement of the article speaks for or against a year: a review of 2017 that
//! plans 2018 was held around New Year 2018, a figure "as of 31/12/2017" is older than the article, "cùng kỳ 2016" was
//! written in 2017. The weights are in `witness`; where the best year is not clearly ahead, none is given.

mod sittings;
mod terms;
mod told;
mod witness;

use crate::lang::cues::Cue;
use crate::lang::documents::issued;
use crate::model::date::{Edtf, PartialDate};
use crate::model::mention::{CitationMention, DateKind, DateMention};
use crate::model::tag::Basis;
use crate::recognise::reading::{Reading, is_near};
use chrono::{Datelike, NaiveDate};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use terms::of_terms;
use witness::{Purpose, Witness, purpose, witnesses};

/// What is known of an article's time from outside its prose.
#[derive(Debug, Clone, Copy, Default)]
pub struct YearEvidence<'c> {
    /// Day of publication, from the input's own field or the page.
    pub published: Option<PartialDate>,
    /// A date printed in the page header: the day of publication, or that of a crawl years later.
    pub header: Option<PartialDate>,
    /// The days before which the documents that the text cites were not there.
    pub cited: &'c [NaiveDate],
}

/// The best year must weigh at least this, and be ahead of the next by [`LEAD`].
const LEAST: f64 = 1.5;
const LEAD: f64 = 0.5;

/// Gives every open date its year and its basis; where nothing tells it, the year stays open with the basis `Unknown`.
///
/// A header date counts as the day of publication only when the article's first open date lies in the week before it and no
/// stated date contradicts it; otherwise it is the last resort of a text that names no year at all.
pub fn resolve_years(reading: &Reading, dates: &mut [DateMention], evidence: &YearEvidence) {
    if dates.iter().all(|d| !is_open(d)) {
        return;
    }
    near_statements(reading, dates);
    let mut witnesses = witnesses(reading, dates);
    witnesses.extend(evidence.cited.iter().map(|day| Witness::Cited(*day)));
    if evidence.published.is_none() {
        witnesses.extend(sittings::sittings(reading));
    }
    if evidence.published.is_none() && !header_confirmed(dates, &witnesses, evidence) {
        of_terms(reading, dates);
        if dates.iter().all(|d| !is_open(d)) {
            return;
        }
    }
    let (now, basis) = match reference(reading, dates, &witnesses, evidence) {
        Some(found) => found,
        None => return repeat_stated(dates),
    };
    for date in dates.iter_mut().filter(|d| is_open(d) && !every_year(reading, d)) {
        let year = relative(reading, date, now).or_else(|| nearest(date.value, now, lean(reading, date)));
        if let Some(value) = year.and_then(|year| with_year(date.value, year)) {
            (date.value, date.year_basis) = (value, basis);
        }
    }
    repeat_stated(dates);
}

/// The days before which the cited documents were not there, each once.
pub fn cited_days(citations: &[CitationMention]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = citations.iter().filter_map(|c| issued(&c.symbol)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The distinct calendar expressions in order of first mention, without lone years and terms. One without a year folds
/// into the same one with a year.
pub fn date_layer(dates: &[DateMention]) -> Vec<Edtf> {
    let counted = || dates.iter().filter(|d| matches!(d.kind, DateKind::Day | DateKind::Month | DateKind::Period));
    let dated = by_day(counted());
    let mut seen = FxHashSet::default();
    counted()
        .map(|d| if is_open(d) { dated.get(&yearless(d.value)).copied().unwrap_or(d.value) } else { d.value })
        .filter(|value| seen.insert(*value))
        .collect()
}

/// "ngày 2/9 hằng năm" is no day of one year.
fn every_year(reading: &Reading, date: &DateMention) -> bool {
    reading.cue(date.span.end, Cue::Each).is_some_and(|end| reading.cue(end, Cue::Year).is_some())
}

fn is_open(date: &DateMention) -> bool {
    date.value.from.year.is_none() || date.value.to.is_some_and(|to| to.year.is_none())
}

fn yearless(value: Edtf) -> Edtf {
    let open = |d: PartialDate| PartialDate { year: None, ..d };
    Edtf { from: open(value.from), to: value.to.map(open) }
}

/// The expression with its first date in `year`; an interval that runs over the turn of the year ends in the next.
fn with_year(value: Edtf, year: i32) -> Option<Edtf> {
    let set = |d: PartialDate, y: i32| PartialDate { year: Some(d.year.unwrap_or(y)), ..d };
    let from = set(value.from, year);
    let to = value.to.map(|to| set(to, if (to.month, to.day) < (from.month, from.day) { year + 1 } else { year }));
    (from.exists() && to.is_none_or(PartialDate::exists)).then_some(Edtf { from, to })
}

/// The year of the expression that brings it nearest to `now`. An event is rather before the article than after it, unless
/// the words around it say that it lies ahead (`lean` above zero).
fn nearest(value: Edtf, now: NaiveDate, lean: usize) -> Option<i32> {
    let cost = |year: i32| {
        let (first, last) = with_year(value, year)?.bounds()?;
        let gap = if last < now {
            (now - last).num_days() * [2, 3, 8][lean]
        } else {
            (first - now).num_days().max(0) * if lean > 0 { 2 } else { 3 }
        };
        Some(gap)
    };
    let years = [now.year(), now.year() - 1, now.year() + 1, now.year() - 2, now.year() - 3, now.year() - 4];
    // 29 February may need a year further back.
    years.into_iter().filter_map(|y| cost(y).map(|c| (c, y))).min_by_key(|(c, _)| *c).map(|(_, y)| y)
}

/// Above zero where the words before a date say that it lies ahead; 2 where they stand right before it.
fn lean(reading: &Reading, date: &DateMention) -> usize {
    const RIGHT_BEFORE: usize = 6;
    let sentence = reading.sentence_of(date.span.start);
    let from = sentence.start.max(date.span.start.saturating_sub(15));
    // "trước ngày": the word for day is the date's own.
    let to = reading.cue(date.span.start, Cue::Day).unwrap_or(date.span.start);
    let ahead = reading.find_cue(from..to, Cue::Ahead).is_some() || reading.cue(date.span.end, Cue::Coming).is_some();
    let near = sentence.start.max(date.span.start.saturating_sub(RIGHT_BEFORE))..to;
    let right_before = reading.find_cue(near, Cue::Ahead).is_some();
    usize::from(ahead) + usize::from(ahead && right_before)
}

/// The year where words after the date say how it lies to the article's: "tháng 9 năm ngoái".
fn relative(reading: &Reading, date: &DateMention, now: NaiveDate) -> Option<i32> {
    let words = [(Cue::LastYear, -1), (Cue::NextYear, 1), (Cue::ThisYear, 0)];
    words.into_iter().find(|(cue, _)| reading.cue(date.span.end, *cue).is_some()).map(|(_, step)| now.year() + step)
}

/// The first expression with a year for each day, month or period without one.
fn by_day<'d>(dates: impl Iterator<Item = &'d DateMention>) -> FxHashMap<Edtf, Edtf> {
    let mut out = FxHashMap::default();
    for date in dates.filter(|d| !is_open(d)) {
        out.entry(yearless(date.value)).or_insert(date.value);
    }
    out
}

/// Gives an open date the year of the same date stated elsewhere in the text; of an anniversary's two the later.
fn repeat_stated(dates: &mut [DateMention]) {
    let mut dated = by_day(dates.iter());
    for date in dates.iter().filter(|d| !is_open(d)) {
        let Some(first) = dated.get_mut(&yearless(date.value)) else { continue };
        if date.value.year() > first.year() {
            *first = date.value;
        }
    }
    for date in dates.iter_mut().filter(|d| is_open(d)) {
        if let Some(value) = dated.get(&yearless(date.value)) {
            (date.value, date.year_basis) = (*value, Basis::FromContext);
        }
    }
}

/// Dates whose neighbour in the sentence states its year: "tháng 6 và 6 tháng đầu năm 2018", "quý III và 9 tháng năm 2019",
/// "từ 10/8 và từ 20/8/2019"; and days in a story of another year: "Năm 1945, ngày 19/8".
fn near_statements(reading: &Reading, dates: &mut [DateMention]) {
    for k in 0..dates.len() {
        if !is_open(&dates[k]) {
            continue;
        }
        let (span, value) = (dates[k].span.clone(), dates[k].value);
        let sentence = reading.sentence_of(span.start);
        let stated = |d: &&DateMention| sentence.contains(&d.span.start) && d.year_basis == Basis::Stated;
        let months = |kind: DateKind| matches!(kind, DateKind::Month | DateKind::Period);
        // Two mentions are never far apart in a list; the loop looks at the few around only.
        let around = &dates[k.saturating_sub(6)..dates.len().min(k + 7)];
        let year = if months(dates[k].kind) {
            around
                .iter()
                .filter(|d| stated(d) && months(d.kind))
                .min_by_key(|d| d.span.start.abs_diff(span.start))
                .and_then(|d| beside(value, d.value))
        } else if dates[k].kind == DateKind::Day {
            let listed = dates.get(k + 1).filter(|d| stated(d) && d.kind == DateKind::Day && is_near(span.end, d.span.start, 2));
            let told = k
                .checked_sub(1)
                .map(|p| &dates[p])
                .filter(|d| stated(d) && d.kind == DateKind::Year && span.start.saturating_sub(d.span.end) <= 3)
                // "công bố Chỉ số năm 2017 được tổ chức ngày 2/5": the year is of what the meeting treats.
                .filter(|d| (d.span.end..span.start).all(|t| reading.cue(t, Cue::MeetOccur).is_none()))
                .filter(|d| !matches!(purpose(reading, d), Purpose::Plan | Purpose::Review | Purpose::Target));
            listed.and_then(|d| beside(value, d.value)).or_else(|| told.and_then(|d| d.value.year()))
        } else {
            None
        };
        if let Some(value) = year.and_then(|y| with_year(value, y)) {
            (dates[k].value, dates[k].year_basis) = (value, Basis::FromContext);
        }
    }
}

/// The year of an open date that brings it nearest to a stated one; the same year where two are as near.
fn beside(open: Edtf, stated: Edtf) -> Option<i32> {
    let (from, to) = stated.bounds()?;
    let year = stated.year()?;
    [year, year - 1, year + 1]
        .into_iter()
        .filter_map(|y| {
            let (first, last) = with_year(open, y)?.bounds()?;
            Some(((first - to).num_days().max((from - last).num_days()).max(0), y))
        })
        .min_by_key(|(gap, _)| *gap)
        .map(|(_, y)| y)
}

/// The day the article speaks from, and how that is known.
fn reference(
    reading: &Reading,
    dates: &[DateMention],
    witnesses: &[Witness],
    evidence: &YearEvidence,
) -> Option<(NaiveDate, Basis)> {
    let last_day = |d: PartialDate| d.bounds().map(|b| b.1);
    if let Some(day) = evidence.published.and_then(last_day) {
        return Some((day, Basis::FromPublication));
    }
    let main = main_date(dates)?;
    let header = evidence.header.and_then(last_day);
    if let Some(day) = header.filter(|day| confirms(*day, main, witnesses)) {
        return Some((day, Basis::FromPublication));
    }
    if let Some(year) = prove(main.value, witnesses) {
        return with_year(main.value, year)?.bounds().map(|(_, last)| (last, Basis::FromContext));
    }
    let silent = |day: NaiveDate| witnesses.iter().all(|w| matches!(w, Witness::Cited(cited) if *cited <= day));
    // A page printed months after the event tells that it is over, and the other dates lie around it.
    let day = header.filter(|day| silent(*day))?;
    let last = |year: i32| with_year(main.value, year)?.bounds().map(|(_, last)| last).filter(|last| *last <= day);
    let ahead = lean(reading, main) > 0;
    let told = [day.year(), day.year() - 1].into_iter().find_map(last).filter(|last| !ahead && (day - *last).num_days() > 31);
    Some((told.unwrap_or(day), Basis::FromPublication))
}

/// The date from which the article speaks: its first open day, else its first open date.
fn main_date(dates: &[DateMention]) -> Option<&DateMention> {
    dates.iter().find(|d| is_open(d) && d.kind == DateKind::Day).or_else(|| dates.iter().find(|d| is_open(d)))
}

fn header_confirmed(dates: &[DateMention], witnesses: &[Witness], evidence: &YearEvidence) -> bool {
    let header = evidence.header.and_then(|d| d.bounds()).map(|b| b.1);
    header.zip(main_date(dates)).is_some_and(|(day, main)| confirms(day, main, witnesses))
}

/// Whether a header date is the day of publication: the article's first date lies in the week before it, and nothing that
/// the text dates lies in a later year.
fn confirms(header: NaiveDate, main: &DateMention, witnesses: &[Witness]) -> bool {
    let near = [header.year(), header.year() - 1]
        .into_iter()
        .filter_map(|y| with_year(main.value, y)?.bounds())
        .any(|(_, last)| (0..=7).contains(&(header - last).num_days()));
    let contradicted = witnesses.iter().any(|w| match w {
        Witness::Past(date, _) => date.year() > header.year(),
        Witness::Year(year, purpose) => {
            *purpose != Purpose::Target && (*year > header.year() + 1 || (*purpose == Purpose::Plan && *year < header.year()))
        }
        Witness::Period(_, last) => last.year() > header.year() + 1 || last.year() + 1 < header.year(),
        Witness::Cited(date) => *date > header,
        Witness::Ahead(_) | Witness::Jubilee(_) | Witness::NewYear(_) | Witness::Review(_) | Witness::Span(..) => false,
        Witness::Sitting(first, _) => first.year() > header.year() + 1,
    });
    near && !contradicted
}

/// The year of an open date that the text's own statements prove.
fn prove(value: Edtf, witnesses: &[Witness]) -> Option<i32> {
    if let Some(year) = leap_year(value, witnesses) {
        return Some(year);
    }
    let mut weights: BTreeMap<i32, f64> = BTreeMap::new();
    let years: Vec<i32> = witnesses.iter().flat_map(|w| w.years()).collect();
    // A year looked forward to from afar ("tầm nhìn đến năm 2050") is not one the article may be of.
    let near = witnesses.iter().filter(|w| !matches!(w, Witness::Year(_, Purpose::Target))).flat_map(|w| w.years());
    let (least, most) = (years.iter().min()? - 1, near.max().or(years.iter().copied().max())? + 1);
    for year in least.max(most - 60)..=most {
        let Some((first, last)) = with_year(value, year).and_then(Edtf::bounds) else { continue };
        let all: f64 = witnesses.iter().map(|w| w.weight(first, last)).sum();
        // Of the days that are past, the latest alone tells how old the article can be.
        let latest = witnesses.iter().map(|w| w.nearness(first, last)).fold(0.0, f64::max);
        let weight = all + latest;
        weights.insert(year, weight);
    }
    let mut ranked: Vec<(i32, f64)> = weights.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (year, weight) = *ranked.first()?;
    let ahead = ranked.get(1).is_none_or(|second| weight - second.1 >= LEAD);
    (weight >= LEAST && ahead).then_some(year)
}

/// The only year of the article's one term that has a 29 February.
fn leap_year(value: Edtf, witnesses: &[Witness]) -> Option<i32> {
    if (value.from.day, value.from.month) != (Some(29), Some(2)) {
        return None;
    }
    let mut terms = witnesses.iter().filter_map(|w| match *w {
        Witness::Span(from, to, true) => Some((from, to)),
        _ => None,
    });
    let (from, to) = terms.next().filter(|_| terms.next().is_none())?;
    let mut leap = (from..=to.min(from + 10)).filter(|y| with_year(value, *y).is_some());
    leap.next().filter(|_| leap.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(published: &str, header: &str, text: &str) -> Vec<DateMention> {
        let mut reading = Reading::new(text);
        let cited = cited_days(&crate::recognise::citation::citations(&mut reading));
        let mut dates = crate::recognise::date::dates(&mut reading);
        let evidence = YearEvidence { published: published.parse().ok(), header: header.parse().ok(), cited: &cited };
        resolve_years(&reading, &mut dates, &evidence);
        dates
    }

    #[test]
    fn the_corpus_of_years_holds() {
        let mut wrong = Vec::new();
        let text = include_str!("../../tests/corpus/date_year.tsv");
        for row in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let found: Vec<String> = resolved(cells[0], cells[1], cells[2])
                .iter()
                .filter(|d| matches!(d.kind, DateKind::Day | DateKind::Month | DateKind::Period))
                .map(|d| {
                    let basis = match d.year_basis {
                        Basis::Stated => 's',
                        Basis::FromPublication => 'p',
                        Basis::FromContext => 'c',
                        Basis::Unknown => 'u',
                    };
                    format!("{}{basis}", d.value)
                })
                .collect();
            if found.join(" ") != cells[3] {
                wrong.push(format!("{}\n  expected {}\n  found    {}", row, cells[3], found.join(" ")));
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn the_layer_names_each_date_once_and_leaves_out_years() {
        let dates =
            resolved("-", "-", "Năm 2020, nhiệm kỳ 2020-2025. Chiều 16/6 họp. Đến 13/6/2020 xong. Tính đến 16/6/2020 cũng xong.");
        let layer: Vec<String> = date_layer(&dates).iter().map(Edtf::to_string).collect();
        assert_eq!(layer, ["2020-06-16", "2020-06-13"]);
    }

    #[test]
    fn an_open_date_folds_into_the_same_one_with_its_year() {
        let open: Edtf = "XXXX-06-16".parse().unwrap();
        let dated: Edtf = "2020-06-16".parse().unwrap();
        let mention = |value| DateMention { span: 0..1, value, kind: DateKind::Day, year_basis: Basis::Unknown, rule: "" };
        assert_eq!(date_layer(&[mention(open), mention(dated)]), [dated]);
        assert_eq!(date_layer(&[mention(open)]), [open]);
    }
}
