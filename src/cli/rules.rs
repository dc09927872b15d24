//! The rules by id, from the tables in `data/rules`.

use crate::output::table::card::RuleView;

const FILES: &[(&str, &str)] = &[];

/// The rule with this id.
pub fn find(id: &str) -> Option<RuleView<'static>> {
    FILES.iter().flat_map(|(_, text)| text.lines()).filter(|l| !l.starts_with('#')).find_map(|line| {
        let mut cells = line.split('\t');
        (cells.next()? == id).then_some(())?;
        Some(RuleView { example: cells.next()?, gives: cells.next()? })
    })
}
