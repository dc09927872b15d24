//! Which columns of a file a question hangs on, and what of the question hangs on which.

use super::row::time_column;
use crate::frame::scan::Want;
use crate::frame::schema::Table;
use crate::stats::keys::{is_place, is_time};
use crate::stats::query::{Condition, Key, Place, Query};

/// Columns that one or more keys of a question hang on.
pub struct Aspect {
    pub columns: Vec<&'static str>,
    /// The columns of the file that stand for these.
    pub wanted: Vec<Want>,
    pub keys: Vec<Key>,
    /// The conditions on these keys alone.
    pub query: Query,
}

/// The columns that the keys and conditions of a question hang on, each column in one aspect.
pub fn aspects(query: &Query, table: Table, has_year: bool) -> Vec<Aspect> {
    let keys: Vec<Key> = query.by.iter().chain(&query.pivot).copied().collect();
    let bare = Query { conditions: Vec::new(), since: None, until: None, place: None, ..query.clone() };
    let mut aspects = Vec::new();
    let mut add = |columns: Vec<&'static str>, of: &dyn Fn(Key) -> bool, query: Query, always: bool| {
        let own: Vec<Key> = keys.iter().copied().filter(|k| of(*k)).collect();
        let conditions: Vec<_> = bare_conditions(&query, of);
        let asks = !conditions.is_empty() || query.place.is_some() || query.since.is_some() || query.until.is_some();
        if always || asks || !own.is_empty() {
            let keys = if own.is_empty() && always { ALWAYS.iter().copied().filter(|k| of(*k)).collect() } else { own };
            let wanted = columns.iter().map(|name| Want::Text(name)).collect();
            aspects.push(Aspect { columns, wanted, keys, query: Query { conditions, ..query } });
        }
    };
    let asked = || keys.iter().copied().chain(query.conditions.iter().map(|c| c.key));
    let district = matches!(query.place, Some(Place::District { .. })) || asked().any(|k| k == Key::District);
    let document = table == Table::Documents && asked().any(|k| k == Key::Document);
    let placed = query.place.is_some() || asked().any(is_place);
    let mut place = vec!["province", "geo", "scope", "macro_region"];
    place.extend(district.then_some("district"));
    place.extend((table == Table::Meetings).then_some("level"));
    place.extend(document.then_some("type"));
    place.extend((table == Table::Documents).then_some("symbol"));
    // A column stands in one aspect only, so that the cells of a lot are of one row as far as keys see them.
    let with_place = move |k: Key| placed && (matches!(k, Key::Level | Key::Document) || document && k == Key::Type);
    let with_document = move |k: Key| document && k == Key::Type;
    let all = |bare: &Query| Query { conditions: query.conditions.clone(), ..bare.clone() };
    add(place, &|k| is_place(k) || with_place(k), Query { place: query.place.clone(), ..all(&bare) }, false);
    if let Some(time) = time_column(table) {
        let asked = Query { since: query.since, until: query.until, ..all(&bare) };
        add(vec![time], &|k| is_time(k), asked, false);
    }
    let meetings = table == Table::Meetings;
    for (key, column, always) in [
        (Key::Kind, "kind", false),
        (Key::Mode, "mode", meetings),
        (Key::Level, "level", false),
        (Key::Status, "status", meetings),
        (Key::Type, "type", false),
        (Key::Issuer, "issuer", false),
        (Key::Organiser, "organiser", false),
        (Key::Chair, "chair", false),
    ] {
        add(vec![column], &|k| k == key && !with_place(k) && !with_document(k), all(&bare), always);
    }
    add(vec!["type", "symbol"], &|k| (k == Key::Document || with_document(k)) && !with_place(k), all(&bare), false);
    // The year of a meeting has a column of its own, which is shorter than that of the date.
    let by_year = query.since.is_none() && query.until.is_none() && asked().filter(|k| is_time(*k)).all(|k| k == Key::Year);
    for aspect in aspects.iter_mut().filter(|a| meetings && by_year && has_year && a.columns == ["date"]) {
        aspect.wanted = vec![Want::Count("year")];
    }
    aspects
}

/// Keys that measures of meetings hang on.
const ALWAYS: [Key; 2] = [Key::Mode, Key::Status];

fn bare_conditions(query: &Query, of: &dyn Fn(Key) -> bool) -> Vec<Condition> {
    query.conditions.iter().filter(|c| of(c.key)).cloned().collect()
}
