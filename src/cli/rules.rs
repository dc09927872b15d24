//! The rules by id, from the tables in `data/rules`.

use crate::lang::labels::Lang;
use crate::output::table::card::RuleView;

/// A table of `data/rules`: file name and text.
macro_rules! rules {
    ($($file:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../data/rules/", $file)))),*];
    };
}

rules!("date.tsv", "fact.tsv", "figure.tsv", "meeting.tsv", "place.tsv");

/// The rule with this id. What it gives is told in `lang` where the table has words; values need none.
pub fn find(id: &str, lang: Lang) -> Option<RuleView<'static>> {
    FILES.iter().flat_map(|(_, text)| text.lines()).filter(|l| !l.starts_with('#')).find_map(|line| {
        let mut cells = line.split('\t');
        (cells.next()? == id).then_some(())?;
        let (example, gives) = (cells.next()?, cells.next()?);
        let gives = if lang == Lang::Vi { cells.next().unwrap_or(gives) } else { gives };
        Some(RuleView { example, gives })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_rules_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/rules");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().filter_map(|e| e.unwrap().file_name().into_string().ok()).collect();
        files.sort();
        assert_eq!(FILES.iter().map(|f| f.0).collect::<Vec<_>>(), files);
    }

    #[test]
    fn a_rule_is_found_by_its_id() {
        let rule = find("place.kind.name", Lang::En).expect("the table of places has it");
        assert_eq!(rule.example, "tỉnh Hà Giang");
        let told = |lang| find("document.plenum", lang).map(|rule| rule.gives);
        assert_eq!(told(Lang::Vi), Some("nghị quyết của hội nghị Trung ương"));
        assert_eq!(told(Lang::En), Some("the resolution of a plenum of the Central Committee"));
        assert!(find("place.kind", Lang::En).is_none());
    }
}
