//! The page in HTML and in Markdown: templates filled from finished texts. Whatever comes from articles is escaped by the
//! template engine, not by the templates, so that none can be forgotten.

use super::view::Page;
use crate::lang::labels::{Lang, fill, label};
use crate::output::number::format_count;
use anyhow::Result;
use minijinja::{AutoEscape, Environment, Output, State, Value, context};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What may stand in a template: its name ends in the way it is escaped.
const TEMPLATES: [(&str, &str); 4] = [
    ("report.html", include_str!("report.html.jinja")),
    ("table.html", include_str!("table.html.jinja")),
    ("report.md", include_str!("report.md.jinja")),
    ("facts.md", include_str!("facts.md.jinja")),
];

/// The one self-contained page.
pub fn html(page: &Page) -> Result<String> {
    render(page, "report.html")
}

/// The report for GitHub and the like; charts and tables are links to its files.
pub fn markdown(page: &Page) -> Result<String> {
    render(page, "report.md")
}

/// The facts that `report.md` leads to.
pub fn facts_markdown(page: &Page) -> Result<String> {
    render(page, "facts.md")
}

fn render(page: &Page, name: &str) -> Result<String> {
    let lang = if page.lang == "en" { Lang::En } else { Lang::Vi };
    let mut env = Environment::new();
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.set_auto_escape_callback(|name| if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::Custom("markdown") });
    env.set_formatter(escape);
    env.add_function("t", move |key: &str| label(lang, key).to_string());
    env.add_function("tn", move |key: &str, n: usize| fill(lang, key, &[("n", &format_count(n as f64, lang))]));
    // Within <…> Markdown takes an address as it stands, but for the brackets and blanks that would end it.
    env.add_filter("mdurl", |url: &str| {
        let plain: String = url.replace('<', "%3C").replace('>', "%3E").replace(char::is_whitespace, "%20");
        Value::from_safe_string(plain)
    });
    for (name, source) in TEMPLATES {
        env.add_template(name, source)?;
    }
    let style = Value::from_safe_string(STYLE.to_string());
    let script = Value::from_safe_string(SCRIPT.to_string());
    Ok(env.get_template(name)?.render(context! { page, style, script })?)
}

/// Values as they go into the output. Strings marked safe are our own.
fn escape(out: &mut Output, state: &State, value: &Value) -> Result<(), minijinja::Error> {
    let done = match (value.as_str(), state.auto_escape()) {
        (Some(text), AutoEscape::Html) if !value.is_safe() => out.write_str(&html_text(text)),
        (Some(text), _) if !value.is_safe() => out.write_str(&markdown_text(text)),
        _ if value.is_undefined() || value.is_none() => Ok(()),
        _ => write!(out, "{value}"),
    };
    done.map_err(minijinja::Error::from)
}

/// Text that stays text in HTML, also within an attribute in double quotes. Control characters have no place in either.
fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            _ if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Text that stays text in Markdown: no markup, no HTML, no table cell or line of its own.
fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last_space = false;
    for c in text.chars() {
        // Line ends and other blanks are one space: a line that begins anew could begin a list or a heading.
        if c.is_whitespace() || c.is_control() {
            if !last_space {
                out.push(' ');
            }
            last_space = true;
            continue;
        }
        last_space = false;
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    // "1. " or "- " begins a list only at the head of a line, and there the templates always put something of their own.
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_stays_text() {
        assert_eq!(markdown_text("a|b\n# c <script>[x](y)"), "a\\|b \\# c &lt;script&gt;\\[x\\](y)");
        assert_eq!(markdown_text("81/82 (98,78%)"), "81/82 (98,78%)");
    }

    #[test]
    fn html_stays_text() {
        assert_eq!(html_text("<b a=\"x\">&'\u{1b}/"), "&lt;b a=&quot;x&quot;&gt;&amp;&#39;\u{fffd}/");
    }

    #[test]
    fn templates_parse() {
        let mut env = Environment::new();
        for (name, source) in TEMPLATES {
            env.add_template(name, source).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        }
    }
}
