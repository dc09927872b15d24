//! Records as JSON, written straight into a buffer: the same bytes as serde's in a fraction of the time. What an article
//! gives is often longer than the article.

use super::date::{Edtf, PartialDate};
use super::record::*;
use super::tag::*;
use crate::text::figures::{push_float, push_whole};
use std::borrow::Cow;
use std::fmt::Write;

impl ArticleRecords {
    /// Appends the records as one JSON object without a line end.
    pub fn write_json(&self, out: &mut String) {
        self.json(out);
    }
}

/// What has a JSON form.
trait Json {
    /// Appends the value.
    fn json(&self, out: &mut String);
}

/// Declares the fields of a structure in their order, as its name in JSON and in the structure; `..` before one whose own
/// fields stand in its place.
macro_rules! objects {
    ($($name:ident [$($field:tt)+])+) => {$(
        impl $name {
            /// Appends the fields, a comma behind each.
            fn push_fields(&self, out: &mut String) {
                fields!(self out $($field)+);
            }
        }

        impl Json for $name {
            fn json(&self, out: &mut String) {
                out.push('{');
                self.push_fields(out);
                out.pop();
                out.push('}');
            }
        }
    )+};
}

macro_rules! fields {
    ($self:ident $out:ident) => {};
    ($self:ident $out:ident ..$field:ident $($rest:tt)*) => {
        $self.$field.push_fields($out);
        fields!($self $out $($rest)*);
    };
    ($self:ident $out:ident $key:literal $field:ident $($rest:tt)*) => {
        $out.push_str(concat!("\"", $key, "\":"));
        $self.$field.json($out);
        $out.push(',');
        fields!($self $out $($rest)*);
    };
    ($self:ident $out:ident $field:ident $($rest:tt)*) => {
        $out.push_str(concat!("\"", stringify!($field), "\":"));
        $self.$field.json($out);
        $out.push(',');
        fields!($self $out $($rest)*);
    };
}

objects! {
    ArticleRecords [
        id article_id title url outlet published published_basis meetings staffing progress documents quantities dates places
    ]
    Meeting [date year_basis kind mode level ..place region status name organiser chair connected ..ground]
    Staffing [subject status count percent before after approximation subject_text body as_of year_basis ..place ..ground]
    Progress [
        activity subject done total percent as_of year_basis term role part_of subject_text ..place ..ground
    ]
    Document ["type" kind symbol issuer date ..place ..ground]
    Quantity [kind value value_high unit approximation ..place ..ground]
    PlaceRef [province geo district scope place_basis]
    Grounding [record_id article_id start end evidence evidence_start rule]
}

impl<T: Json> Json for Option<T> {
    #[inline]
    fn json(&self, out: &mut String) {
        match self {
            Some(value) => value.json(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn json(&self, out: &mut String) {
        out.push('[');
        for (n, value) in self.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            value.json(out);
        }
        out.push(']');
    }
}

impl Json for u32 {
    fn json(&self, out: &mut String) {
        push_whole((*self).into(), out);
    }
}

impl Json for f64 {
    fn json(&self, out: &mut String) {
        if self.fract() == 0.0 && (1.0..1e15).contains(self) {
            push_float(*self, out);
        } else {
            // A number that JSON does not have is null.
            out.push_str(&serde_json::to_string(self).unwrap_or_default());
        }
    }
}

/// Declares the JSON form of what is written as the text that it prints, which has nothing to escape.
macro_rules! printed {
    ($($name:ty),+) => {$(
        impl Json for $name {
            fn json(&self, out: &mut String) {
                // Writing to a string does not fail.
                let _ = write!(out, "\"{self}\"");
            }
        }
    )+};
}
printed!(PartialDate, Edtf);

/// Declares the JSON form of enumerations: their slugs.
macro_rules! slugs {
    ($($name:ty),+) => {$(
        impl Json for $name {
            #[inline]
            fn json(&self, out: &mut String) {
                out.push('"');
                out.push_str(self.slug());
                out.push('"');
            }
        }
    )+};
}
slugs!(
    Activity,
    Approximation,
    Basis,
    DocumentType,
    Geo,
    Level,
    MacroRegion,
    MeetingKind,
    MeetingStatus,
    Mode,
    PartRole,
    ProgressSubject,
    QuantityKind,
    Scope,
    StaffingStatus,
    StaffingSubject
);

impl Json for String {
    fn json(&self, out: &mut String) {
        self.as_str().json(out);
    }
}

impl Json for Cow<'static, str> {
    fn json(&self, out: &mut String) {
        (**self).json(out);
    }
}

impl Json for str {
    fn json(&self, out: &mut String) {
        out.push('"');
        let mut rest = self;
        while let Some(at) = escaped_at(rest.as_bytes()) {
            let (plain, escaped) = rest.split_at(at);
            out.push_str(plain);
            let mut chars = escaped.chars();
            match chars.next() {
                Some('"') => out.push_str("\\\""),
                Some('\\') => out.push_str("\\\\"),
                Some('\u{8}') => out.push_str("\\b"),
                Some('\t') => out.push_str("\\t"),
                Some('\n') => out.push_str("\\n"),
                Some('\u{c}') => out.push_str("\\f"),
                Some('\r') => out.push_str("\\r"),
                Some(control) => {
                    let _ = write!(out, "\\u{:04x}", u32::from(control));
                }
                None => {}
            }
            rest = chars.as_str();
        }
        out.push_str(rest);
        out.push('"');
    }
}

/// Where the first byte is that stands escaped in JSON: a quotation mark, a backslash or a control character. Sixteen bytes are
/// looked at at once.
fn escaped_at(bytes: &[u8]) -> Option<usize> {
    const STEP: usize = 16;
    let is_escaped = |b: u8| (b < b' ') | (b == b'"') | (b == b'\\');
    let plain = bytes.chunks_exact(STEP).take_while(|chunk| !chunk.iter().fold(false, |any, b| any | is_escaped(*b))).count();
    let from = plain * STEP;
    bytes[from..].iter().position(|b| is_escaped(*b)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::RawArticle;

    fn written(value: &impl Json) -> String {
        let mut out = String::new();
        value.json(&mut out);
        out
    }

    #[test]
    fn records_are_written_as_serde_writes_them() {
        let built_in = crate::lang::builtin::facts().unwrap_or_default();
        assert!(built_in.iter().any(|a| !a.staffing.is_empty()) && built_in.iter().any(|a| !a.progress.is_empty()));
        let samples = crate::lang::builtin::samples().iter().map(|(name, text)| RawArticle::from_text(name, text).finish());
        let read = samples.map(|article| crate::pipeline::extract(&article));
        for records in built_in.into_iter().chain(read) {
            assert_eq!(written(&records), serde_json::to_string(&records).unwrap_or_default());
        }
    }

    #[test]
    fn numbers_are_written_as_serde_writes_them() {
        for number in [0.0, -0.0, 1.0, -3.0, 9.3, 98.78, 1e14, 1e15, 1e16, 1e22, 1e300, 1e-7, f64::NAN, f64::INFINITY] {
            assert_eq!(written(&number), serde_json::to_string(&number).unwrap_or_default());
        }
    }

    proptest::proptest! {
        #[test]
        fn texts_are_written_as_serde_writes_them(text in "(\\PC|[\"\\\\\u{0}-\u{20}\u{7f}]|Đảng bộ tỉnh ){0,40}") {
            assert_eq!(written(&text), serde_json::to_string(&text).unwrap_or_default());
        }
    }
}
