//! An HTML page → the article's own text and what the page says of it.
//!
//! ```text
//! guard ─▶ legible (main text) ─▶ text, with the lead that stands between title and main text
//!      └─▶ head (title, site, date, address), else the stamp printed below the title
//! ```

mod guard;
mod head;
mod text;
mod tokens;

use super::error::Problem;
use super::stamp::{self, Label};
use super::words::fold;
use crate::model::date::PartialDate;
use text::Part;

/// What a page gives.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct HtmlArticle {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<PartialDate>,
    pub url: Option<String>,
    pub text: String,
}

/// Lines between the title and the main text among which the lead is looked for.
const MOST_BETWEEN: usize = 25;

/// Reads a whole page: its main text and its head.
///
/// # Errors
/// [`Problem::HtmlDepth`], [`Problem::HtmlSize`], or [`Problem::HtmlNoText`].
pub(crate) fn read_page(html: &str) -> Result<HtmlArticle, Problem> {
    guard::check(html)?;
    let head = head::read(html);
    let all = text::render(html, Part::All);
    let options = legible::Options::new().disable_json_ld(true);
    let main = legible::parse(html, None, Some(options)).map(|article| text::render(&article.content, Part::All));
    // A page of a few lines has no main part: it is read whole.
    let main = main.ok().filter(|main| !main.trim().is_empty()).unwrap_or_else(|| text::render(html, Part::Main));
    if main.trim().is_empty() {
        return Err(Problem::HtmlNoText);
    }
    let lines: Vec<&str> = all.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let folded: Vec<String> = lines.iter().map(|line| fold(line)).collect();
    let first = main.lines().map(fold).find(|line| !line.is_empty()).unwrap_or_default();
    let start = folded.iter().position(|line| *line == first);
    let printed = head.title.as_deref().filter(|_| head.of_window).map(|title| printed_title(title, &lines, &folded, start));
    let of_window = printed == Some(None);
    let title = printed.flatten().or(head.title);
    let title_key = title.as_deref().map(fold);
    let places: Vec<usize> = match &title_key {
        Some(title) => (0..folded.len()).filter(|&i| folded[i] == *title).collect(),
        None => Vec::new(),
    };
    // The title is printed once more in the trail above and in the lists below; the one next to the text counts.
    let place = places.iter().copied().rfind(|&at| start.is_none_or(|start| at <= start)).or(places.first().copied());
    let title = title.filter(|_| !of_window || place.is_some());
    let published = head.published.or_else(|| place.and_then(|at| stamp_near(&lines, at)));
    let lead = place.zip(start).and_then(|(at, start)| lead(&lines, &folded, at, start, &main));
    let text = lead.map_or(main.clone(), |lead| format!("{lead}\n\n{main}"));
    Ok(HtmlArticle { title, outlet: head.site, published, url: head.url, text })
}

/// Reads markup that is the article already: a field of a dump, without the page around it.
///
/// # Errors
/// Those of [`read_page`].
pub(crate) fn read_fragment(html: &str) -> Result<String, Problem> {
    guard::check(html)?;
    let text = text::render(html, Part::All);
    if text.trim().is_empty() { Err(Problem::HtmlNoText) } else { Ok(text) }
}

/// Whether a text is markup: begins with a tag and closes or breaks somewhere.
pub(crate) fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    let tag = text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'));
    tag && (text.contains("</") || text.contains("<br") || text.contains("<p"))
}

/// Whether markup is a whole page, by its first letters.
pub(crate) fn is_page(head: &[u8]) -> bool {
    const LOOKED_AT: usize = 2048;
    let head = String::from_utf8_lossy(&head[..head.len().min(LOOKED_AT)]).to_ascii_lowercase();
    let begins = head.trim_start_matches('\u{FEFF}').trim_start();
    let declared = begins.starts_with("<!doctype html") || begins.starts_with("<html") || begins.starts_with("<head");
    declared || begins.starts_with('<') && ["<html", "<head>", "<body"].iter().any(|tag| begins.contains(tag))
}

/// The line above the main text that the window's title repeats, perhaps with the site's name added to it.
fn printed_title(window: &str, lines: &[&str], folded: &[String], start: Option<usize>) -> Option<String> {
    const FEWEST_WORDS: usize = 5;
    let window = fold(window);
    let end = start.unwrap_or(lines.len());
    (end.saturating_sub(MOST_BETWEEN)..end)
        .filter(|&i| folded[i].split(' ').count() >= FEWEST_WORDS && window.contains(folded[i].as_str()))
        .max_by_key(|&i| folded[i].len())
        .map(|i| lines[i].to_string())
}

/// The date of publication that is printed beside the title at line `at`.
fn stamp_near(lines: &[&str], at: usize) -> Option<PartialDate> {
    const BELOW: usize = 8;
    const ABOVE: usize = 3;
    let below = lines.iter().skip(at + 1).take(BELOW).filter_map(|line| {
        let stamp = stamp::read(line).or_else(|| stamp::read_at_end(line).map(|(_, stamp)| stamp))?;
        stamp.date.filter(|_| stamp.label != Some(Label::Updated) && (stamp.clock || stamp.label.is_some() || !stamp.weekday))
    });
    // Above it stands the day on which the page was looked at, unless the line says otherwise.
    let above = lines[at.saturating_sub(ABOVE)..at].iter().rev().filter_map(|line| {
        let stamp = stamp::read(line)?;
        stamp.date.filter(|_| stamp.label == Some(Label::Published) || stamp.clock && stamp.zone)
    });
    below.chain(above).next()
}

/// The lead, where it stands between the title and the main text, outside of both.
fn lead(lines: &[&str], folded: &[String], at: usize, start: usize, main: &str) -> Option<String> {
    const LEAST: usize = 60;
    if start <= at + 1 || start - at > MOST_BETWEEN {
        return None;
    }
    let main = fold(main);
    let found: Vec<&str> = (at + 1..start)
        .filter(|&i| lines[i].chars().count() >= LEAST && stamp::read(lines[i]).is_none() && !main.contains(folded[i].as_str()))
        .map(|i| lines[i])
        .collect();
    (!found.is_empty()).then(|| found.join("\n\n"))
}

#[cfg(test)]
mod tests;
