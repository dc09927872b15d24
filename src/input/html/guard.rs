//! Refuses pages that are built to be slow: the work of an HTML parser grows with depth times length.
//!
//! One pass over the bytes, before any tree is built. It follows the parser closely enough that a page which passes has a
//! tree of bounded depth and size: unclosed formatting is opened anew in every block, tables keep what is outside of them open.

use crate::input::error::Problem;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Open elements, one inside the other. News pages have 20 to 40.
const DEEPEST: usize = 400;
/// Elements of the tree. News pages have 500 to 5,000.
const MOST_ELEMENTS: usize = 200_000;
/// Attributes of one element. Each is compared with each, so that of elements with many there may be few: the squares of their
/// numbers are added up.
const MOST_ATTRIBUTES: usize = 12_000;

const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];
/// Closed by what follows them.
const IMPLIED: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", "tbody",
    "td", "tfoot", "th", "thead", "tr",
];
/// Stay in force beyond the block in which they were opened, until they are closed.
const FORMATTING: &[&str] = &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// What is inside does not close what is outside.
const WALLS: &[&str] = &["applet", "marquee", "object", "table", "template"];
/// Their content is no markup.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];
/// In these it is.
const FOREIGN: &[&str] = &["math", "select", "svg"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Formatting,
    Wall,
    Foreign,
    Other,
}

struct Open {
    class: Class,
    name: u64,
    /// Name and attributes.
    whole: u64,
}

/// Checks a page, or a fragment of one.
///
/// # Errors
/// [`Problem::HtmlDepth`] or [`Problem::HtmlSize`].
pub(super) fn check(html: &str) -> Result<(), Problem> {
    let bytes = html.as_bytes();
    let mut stack: Vec<Open> = Vec::new();
    let (mut at, mut elements, mut compared) = (0, 0usize, 0usize);
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'<')) {
        at += found + 1;
        let rest = &bytes[at..];
        let closing = rest.first() == Some(&b'/');
        let letters = &rest[usize::from(closing)..];
        if !letters.first().is_some_and(u8::is_ascii_alphabetic) {
            at += match rest.first() {
                Some(b'!') if rest.starts_with(b"!--") => comment_end(&rest[1..]) + 1,
                Some(b'!' | b'?' | b'/') => rest.iter().position(|&b| b == b'>').map_or(rest.len(), |end| end + 1),
                _ => 0,
            };
            continue;
        }
        let length = letters.iter().position(|b| is_space(*b) || matches!(b, b'/' | b'>')).unwrap_or(letters.len());
        let name = String::from_utf8_lossy(&letters[..length.min(16)]).to_ascii_lowercase();
        let start = at;
        let (end, attributes) = tag_end(bytes, at + usize::from(closing) + length);
        at = end;
        compared = compared.saturating_add(attributes.saturating_mul(attributes));
        if compared > MOST_ATTRIBUTES * MOST_ATTRIBUTES {
            return Err(Problem::HtmlSize { limit: MOST_ATTRIBUTES });
        }
        let name = name.as_str();
        elements += 1;
        if !FORMATTING.contains(&name) && !VOID.contains(&name) {
            elements += stack.iter().filter(|open| open.class == Class::Formatting).count();
        }
        if elements > MOST_ELEMENTS {
            return Err(Problem::HtmlSize { limit: MOST_ELEMENTS });
        }
        if closing {
            close(&mut stack, name);
        } else if !VOID.contains(&name) && !IMPLIED.contains(&name) {
            let foreign = stack.iter().any(|open| open.class == Class::Foreign);
            if RAW.contains(&name) && !foreign {
                at += raw_end(&bytes[at..], name);
                continue;
            }
            push(&mut stack, name, hash(&bytes[start..end]));
            if stack.len() > DEEPEST {
                return Err(Problem::HtmlDepth { limit: DEEPEST });
            }
        }
    }
    Ok(())
}

fn push(stack: &mut Vec<Open>, name: &str, whole: u64) {
    let class = match name {
        _ if FORMATTING.contains(&name) => Class::Formatting,
        _ if WALLS.contains(&name) => Class::Wall,
        _ if FOREIGN.contains(&name) => Class::Foreign,
        _ => Class::Other,
    };
    let name = hash(name.as_bytes());
    if class == Class::Formatting {
        // A link ends the one before it; of equal elements the parser keeps three.
        let alone = name == hash(b"a") || name == hash(b"nobr");
        let equal = |open: &Open| if alone { open.name == name } else { open.whole == whole };
        let most = if alone { 0 } else { 2 };
        if stack.iter().filter(|open| equal(open)).count() > most
            && let Some(first) = stack.iter().position(equal)
        {
            stack.remove(first);
        }
    }
    stack.push(Open { class, name, whole });
}

fn close(stack: &mut Vec<Open>, name: &str) {
    let hashed = hash(name.as_bytes());
    let floor = if WALLS.contains(&name) {
        0
    } else {
        stack.iter().rposition(|open| open.class == Class::Wall).map_or(0, |wall| wall + 1)
    };
    let Some(place) = stack[floor..].iter().rposition(|open| open.name == hashed).map(|place| place + floor) else { return };
    if FORMATTING.contains(&name) || name == "span" {
        stack.remove(place);
        return;
    }
    let mut index = 0;
    stack.retain(|open| {
        index += 1;
        index <= place || index > place + 1 && open.class == Class::Formatting
    });
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// Where a comment ends that `rest` begins with, less its "<!".
fn comment_end(rest: &[u8]) -> usize {
    let close = rest.windows(3).position(|w| w == b"-->").map_or(rest.len(), |at| at + 3);
    let odd = rest.windows(4).take(close).position(|w| w == b"--!>").map_or(rest.len(), |at| at + 4);
    close.min(odd)
}

/// Where the content of a raw element ends.
fn raw_end(rest: &[u8], name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = rest[at..].iter().position(|&b| b == b'<') {
        at += found;
        let tail = &rest[at + 1..];
        if tail.first() == Some(&b'/') && tail.get(1..=name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// Where the tag ends whose name ends at `at`, and the number of its attributes.
fn tag_end(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let skip =
        |at: usize, while_: &dyn Fn(u8) -> bool| bytes[at..].iter().position(|&b| !while_(b)).map_or(bytes.len(), |n| at + n);
    let mut attributes = 0;
    loop {
        at = skip(at, &|b| is_space(b) || b == b'/');
        match bytes.get(at) {
            None => return (at, attributes),
            Some(b'>') => return (at + 1, attributes),
            _ => attributes += 1,
        }
        at = skip(at + 1, &|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
        let equals = skip(at, &is_space);
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, &is_space);
        at = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => (skip(at + 1, &|b| b != quote) + 1).min(bytes.len()),
            _ => skip(at, &|b| !is_space(b) && b != b'>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(html: &str) -> bool {
        check(html).is_err()
    }

    #[test]
    fn ordinary_pages_pass() {
        for html in [
            "<html><body><p>Một<p>Hai<ul><li>a<li>b</ul></body></html>".repeat(300),
            "<table><tr><td>1<td>2<tr><td>3</table>".repeat(3000),
            "<div><span>x</div>".repeat(3000),
            "<p><b>x<p>".repeat(3000),
            "<a href=1>x ".repeat(3000),
            "<script>if (a<b) { x = '<div>' }</script><!-- <div> --><style>a>b{}</style>".repeat(3000),
            format!("<div{}>", (0..10_000).map(|n| format!(" a{n}='>'")).collect::<String>()),
            "<div title=\"<div><div>\" x=a>b</div>".repeat(3000),
            "5 < 6 <3 </ > <!doctype html> <?xml?>".repeat(3000),
        ] {
            assert_eq!(check(&html), Ok(()), "{:.60}", html);
        }
    }

    #[test]
    fn what_would_be_slow_is_refused() {
        for html in [
            "<div>".repeat(1_000_000),
            "<b><div></b>".repeat(1000),
            "<div><table><tr><td></div>".repeat(1000),
            "<svg><style><g>".repeat(1000),
            (0..5000).map(|n| format!("<div><b id={n}>x</div>")).collect(),
            (0..5000).map(|n| format!("<p><font size={n}>x")).collect(),
            "<p>x</p>".repeat(200_000),
            format!("<div {}>", "a ".repeat(1_000_000)),
            "<!--><div>".repeat(1000),
            "<custom-element>".repeat(1000),
        ] {
            assert!(refused(&html), "{:.60}", html);
        }
    }
}
