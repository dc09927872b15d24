//! How wide the columns of a table are where the terminal is narrower than its texts: figures are never broken, names only
//! between words; what still does not fit is left off from the right, and said to be.

/// What a column needs, in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Every text in one line.
    pub whole: usize,
    /// No word broken.
    pub least: usize,
    /// A table without it would say nothing: the names, the first figure.
    pub kept: bool,
}

/// A width for each column; none for one that is left off.
pub type Widths = Vec<Option<usize>>;

/// Divides `width` letters (borders and blanks beside the texts included) among columns.
pub fn fit(needs: &[Need], width: usize) -> Widths {
    let mut shown: Vec<bool> = vec![true; needs.len()];
    let room = |shown: &[bool]| {
        let columns = shown.iter().filter(|s| **s).count();
        width.saturating_sub(3 * columns + 1)
    };
    let sum = |shown: &[bool], of: fn(&Need) -> usize| needs.iter().zip(shown).filter(|(_, s)| **s).map(|(n, _)| of(n)).sum();
    while sum(&shown, |n| n.least) > room(&shown) {
        let Some(last) = (0..needs.len()).rev().find(|at| shown[*at] && !needs[*at].kept) else { break };
        shown[last] = false;
    }
    let mut widths: Vec<usize> = needs.iter().map(|n| n.least).collect();
    let least: usize = sum(&shown, |n| n.least);
    let mut left = room(&shown).saturating_sub(least);
    // One letter at a time to the column that lacks most of its own, so that none starves.
    while left > 0 {
        let lacking = |at: &usize| shown[*at] && widths[*at] < needs[*at].whole;
        let share = |at: &usize| (widths[*at] * 1000 / needs[*at].whole.max(1), *at);
        let Some(at) = (0..needs.len()).filter(lacking).min_by_key(share) else { break };
        widths[at] += 1;
        left -= 1;
    }
    // Even what must stay may be too wide: then names are broken, and the figure, which stands after them, only at last.
    let figure = (0..needs.len()).rfind(|at| shown[*at]);
    let mut over = sum(&shown, |n| n.least).saturating_sub(room(&shown));
    while over > 0 {
        let names = (0..needs.len()).filter(|at| shown[*at] && widths[*at] > 3 && Some(*at) != figure);
        let Some(at) = names.max_by_key(|at| (widths[*at], *at)).or(figure.filter(|at| widths[*at] > 1)) else { break };
        widths[at] -= 1;
        over -= 1;
    }
    widths.into_iter().zip(shown).map(|(width, shown)| shown.then_some(width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(whole: usize, least: usize, kept: bool) -> Need {
        Need { whole, least, kept }
    }

    /// A name, the main figure, two others.
    fn table() -> Vec<Need> {
        vec![need(30, 10, true), need(8, 8, true), need(12, 7, false), need(9, 9, false)]
    }

    #[test]
    fn with_room_every_text_is_in_one_line() {
        assert_eq!(fit(&table(), 100), [30, 8, 12, 9].map(Some));
    }

    #[test]
    fn names_are_wrapped_before_a_column_goes() {
        let widths = fit(&table(), 60);
        assert_eq!(widths.iter().flatten().sum::<usize>() + 13, 60);
        assert!(widths[0].is_some_and(|w| (10..30).contains(&w)) && widths[1] == Some(8) && widths[3] == Some(9), "{widths:?}");
    }

    #[test]
    fn the_last_columns_go_first_and_the_main_figure_never() {
        assert_eq!(fit(&table(), 42), [Some(17), Some(8), Some(7), None]);
        assert_eq!(fit(&table(), 26), [Some(11), Some(8), None, None]);
        assert_eq!(fit(&table(), 20), [Some(5), Some(8), None, None]);
        assert_eq!(fit(&table(), 1).iter().flatten().count(), 2);
        assert!(fit(&[], 10).is_empty());
    }
}
