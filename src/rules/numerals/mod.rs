//! Numbers and dates as GB/T 15835-2011 has them.
//!
//! In: a text's lines. Out: findings. Refuses to know: files, the register, sums (that is for `sense`).

mod approximate;
mod broken;
mod dates;
mod documents;
mod percent;
mod styles;
mod two;

use super::line::{Line, LineRule};
use crate::diagnostic::Findings;

/// Rules about a passage by itself. (Ranges are looked at among the marks.)
const LINES: [LineRule; 7] =
    [dates::check, styles::mixed, approximate::check, percent::check, documents::check, broken::check, two::check];

/// Judges the numbers of a text, line by line and then as a whole.
pub(super) fn check(lines: &[Line<'_>], findings: &mut Findings<'_>) {
    let mut counted = styles::Counted::default();
    for (nth, line) in lines.iter().enumerate() {
        LINES.iter().for_each(|rule| rule(line, findings));
        counted.note(nth, line);
    }
    counted.tell(lines, findings);
}
