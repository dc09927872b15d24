//! An article as its file holds it, before its page is understood.

use super::error::Problem;
use super::garbled::{self, Mended};
use super::identity::{self, InputId};
use super::{address, outlet, page, words};
use crate::model::article::Article;
use crate::model::date::PartialDate;
use crate::model::tag::Basis;
use crate::text::letter::Look;

/// What the input says of an article, each in a field of its own, and its text as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawArticle {
    pub id: String,
    pub title: Option<String>,
    pub url: Option<String>,
    /// Name, domain or byline code of the paper.
    pub outlet: Option<String>,
    pub published: Option<PartialDate>,
    pub text: String,
}

impl RawArticle {
    /// An article of which only the text is known.
    pub fn from_text(id: &str, text: &str) -> Self {
        Self { id: id.to_string(), text: text.to_string(), ..Self::default() }
    }

    /// The article with a text that was read in a wrong encoding read again, and the notice that says so.
    ///
    /// # Errors
    /// [`Problem::UnknownEncoding`] where its words are broken and fit no encoding.
    pub(crate) fn mended(mut self) -> Result<(Self, Option<Problem>), Problem> {
        let Some(Mended { encoding, text }) = garbled::mend(&self.text)? else { return Ok((self, None)) };
        self.text = text;
        self.title = self.title.map(|title| garbled::mend_title(&title, encoding));
        Ok((self, Some(Problem::Converted { encoding })))
    }

    /// What makes this input the same as one that was read before: everything that it says.
    pub fn input_id(&self) -> InputId {
        let published = self.published.map(|date| date.to_string());
        let [title, url, outlet] = [&self.title, &self.url, &self.outlet].map(Option::as_deref);
        InputId::of(&[Some(&self.id), title, url, outlet, published.as_deref(), Some(&self.text)])
    }

    /// Finds title, date, outlet and zones in the text.
    pub fn finish(self) -> Article {
        let RawArticle { id, title, url, outlet: named, published, text } = self;
        let title = title.filter(|title| !title.trim().is_empty());
        let look = Look::at(&text);
        let folded = title.as_deref().map(words::fold);
        let (text, look) = match title.as_deref().zip(folded.as_deref()) {
            Some((title, folded)) if page::find_title(&text, look, folded).is_none() => {
                let title = title.trim();
                (format!("{title}\n\n{text}"), look.joined(Look::at(title)))
            }
            _ => (text, look),
        };
        let page = page::read(&text, look, folded.as_deref());
        let found = outlet::find(url.as_deref(), named.as_deref(), &text, &page);
        let stated = published.or(page.published);
        let published = stated.or_else(|| address::day(url.as_deref()?));
        Article {
            id,
            article_id: identity::article_id(&text, look),
            title: title.map(|title| title.trim().to_string()).or(page.title),
            url,
            outlet: found.name,
            outlet_province: found.province,
            published,
            published_basis: match (stated, published) {
                (Some(_), _) => Basis::Stated,
                (None, Some(_)) => Basis::FromContext,
                (None, None) => Basis::Unknown,
            },
            header_date: page.header_date,
            text,
            zones: page.zones,
        }
    }
}
