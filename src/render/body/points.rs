//! The numbered points of a text: which markers belong to a run, where each gets its anchor, how they are nested.
//!
//! In: the blocks of a text. Out: for each paragraph the places that get an anchor, and the outline. Nothing is
//! guessed from one marker: a run begins with the first number and rises one by one, and it needs a second.
//! Refuses to know: mark-up.

use std::collections::BTreeMap;
use std::ops::Range;

use super::flat::Flat;
use crate::model::marker::{self, Family, Marker};
use crate::model::{Block, BlockKind, Inline, InlineKind};
use crate::render::view::OutlineLine;

/// A place within a paragraph that gets an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The id of its element.
    pub anchor: String,
    /// The characters that the element holds, in bytes of the paragraph's text.
    pub range: Range<usize>,
    /// 1 to 4 where the words read as a heading of that level.
    pub level: Option<u8>,
    /// Whether they are the whole paragraph.
    pub whole: bool,
}

/// The points of a text.
#[derive(Default)]
pub(super) struct Points {
    /// By the place of the first inline in memory: the tree is borrowed as long as this lives.
    marks: BTreeMap<*const Inline, Vec<Mark>>,
    pub outline: Vec<OutlineLine>,
}

impl Points {
    /// Finds them; anchors begin with `prefix`.
    pub fn of(blocks: &[Block], prefix: &str) -> Self {
        let mut found = Vec::new();
        gather(blocks, true, &mut found);
        let runs = runs(&found);
        let mut run_of = vec![None; found.len()];
        runs.iter().enumerate().for_each(|(run, members)| members.iter().for_each(|&at| run_of[at] = Some(run)));
        let mut points = Points::default();
        let mut nesting = Nesting::default();
        let standing: Vec<usize> =
            (0..found.len()).filter(|&at| run_of[at].is_some() || found[at].heading.is_some()).collect();
        let levels: Vec<u8> = standing.iter().map(|&at| nesting.enter(at, run_of[at], &found[at], &runs)).collect();
        let highest = |(&at, level): (&usize, &u8)| *level == 1 && !found[at].is_clause();
        let has_headings = standing.iter().zip(&levels).any(highest);
        let mut below = 0;
        for (&at, level) in standing.iter().zip(levels) {
            // What is counted within a paragraph is never level with headings, not even before the first of them.
            if level == 1 {
                below = u8::from(has_headings && found[at].is_clause());
            }
            points.add(&found[at], level + below, prefix);
        }
        points
    }

    /// The marks of the paragraph or heading with these inlines, in order.
    pub fn marks(&self, inlines: &[Inline]) -> &[Mark] {
        self.marks.get(&inlines.as_ptr()).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, candidate: &Candidate, level: u8, prefix: &str) {
        let anchor = format!("{prefix}p{}", self.outline.len() + 1);
        self.outline.push(OutlineLine { anchor: anchor.clone(), label: candidate.label.clone(), level });
        self.marks.entry(candidate.paragraph).or_default().push(Mark {
            anchor,
            range: candidate.range.clone(),
            level: candidate.level,
            whole: candidate.whole,
        });
    }
}

// ---- candidates -------------------------------------------------------------

/// What could be a point.
struct Candidate {
    paragraph: *const Inline,
    marker: Option<(Family, Option<u32>)>,
    /// The level of a Markdown heading.
    heading: Option<u8>,
    range: Range<usize>,
    level: Option<u8>,
    whole: bool,
    label: String,
}

impl Candidate {
    /// Whether it counts clauses within a paragraph.
    fn is_clause(&self) -> bool {
        self.heading.is_none() && self.marker.as_ref().is_some_and(|(family, _)| !family.of_lines())
    }
}

/// All candidates of these blocks in reading order. What is quoted, noted or tabulated is not the text's own outline;
/// neither are headings below the top.
fn gather(blocks: &[Block], top: bool, found: &mut Vec<Candidate>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => paragraph(inlines, top, found),
            BlockKind::Heading(level, inlines) if top => found.extend(heading(*level, inlines)),
            BlockKind::List(list) => list.items.iter().for_each(|item| gather(&item.blocks, false, found)),
            _ => {}
        }
    }
}

fn heading(level: u8, inlines: &[Inline]) -> Option<Candidate> {
    let text = Flat::of(inlines).text;
    let first = marker::markers(&text).into_iter().next().filter(|marker| marker.start == leading_blanks(&text));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| Candidate {
        paragraph: inlines.as_ptr(),
        heading: Some(level),
        range: 0..text.len(),
        level: first.as_ref().and_then(|marker| marker.family.level()),
        marker: first.map(|marker| (marker.family, marker.number)),
        whole: true,
        label: marker::label(&words),
    })
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn paragraph(inlines: &[Inline], top: bool, found: &mut Vec<Candidate>) {
    let flat = Flat::of(inlines);
    let is_open = |marker: &Marker| flat.is_open(marker.start) && (top || !marker.family.of_lines());
    let markers: Vec<Marker> = marker::markers(&flat.text).into_iter().filter(is_open).collect();
    let bold = matches!(inlines, [Inline { kind: InlineKind::Strong(_), .. }]);
    for (at, marker) in markers.iter().enumerate() {
        // A lead ends at the latest where the next point begins.
        let limit = markers.get(at + 1).map_or(flat.text.len(), |next| next.start);
        found.push(point(&flat.text, marker, limit, bold, inlines.as_ptr()));
    }
}

fn point(text: &str, marker: &Marker, limit: usize, bold: bool, paragraph: *const Inline) -> Candidate {
    let whole = marker.family.of_lines()
        && marker.start == leading_blanks(text)
        && (marker::is_short_line(text) || bold && !text.contains('\n'));
    let lead = marker::lead(&text[marker.end..limit]).map(|length| marker.end + length);
    // Words that nothing follows lead nowhere: they are a sentence with a number.
    let leads = || lead.is_some_and(|end| !text[end..].trim().is_empty());
    let shown = if whole { text.len() } else { lead.unwrap_or(limit) };
    Candidate {
        paragraph,
        marker: Some((marker.family, marker.number)),
        heading: None,
        range: if whole { 0..text.len() } else { marker.start..lead.unwrap_or(marker.end) },
        level: marker.family.level().filter(|_| whole || leads()),
        whole,
        label: marker::label(&text[marker.start..shown]),
    }
}

// ---- runs -------------------------------------------------------------------

/// The positions of a run's members, in order.
type Run = Vec<usize>;

/// The runs among the candidates: each from one, rising one by one, with two members at least.
fn runs(found: &[Candidate]) -> Vec<Run> {
    let mut open: BTreeMap<Family, Run> = BTreeMap::new();
    let mut done: Vec<Run> = Vec::new();
    for (at, candidate) in found.iter().enumerate() {
        let Some((family, number)) = candidate.marker else {
            // Under a new heading everything is counted anew.
            done.extend(std::mem::take(&mut open).into_values());
            continue;
        };
        let counted = open.get(&family).map_or(0, Run::len);
        let next = u32::try_from(counted + 1).unwrap_or(u32::MAX);
        let fits = number.map_or(counted >= 2, |number| number == next);
        if !fits && candidate.heading.is_some() {
            done.extend(std::mem::take(&mut open).into_values());
        } else if !fits && number == Some(1) {
            done.extend(open.remove(&family));
        }
        if !fits && number != Some(1) {
            continue;
        }
        open.entry(family).or_default().push(at);
        if family <= Family::Second || candidate.heading.is_some() {
            done.extend(open.split_off(&deeper(family)).into_values());
        }
    }
    done.extend(open.into_values());
    done.retain(|run| run.len() > 1);
    done
}

/// The family that is counted anew under each member of this one.
fn deeper(family: Family) -> Family {
    let after = Family::ALL.into_iter().find(|other| *other > family);
    after.unwrap_or(Family::Is)
}

// ---- nesting ----------------------------------------------------------------

/// Headings of Markdown stand above all markers; clauses stand below all lines.
fn rank(candidate: &Candidate) -> u8 {
    match (candidate.heading, candidate.marker) {
        (Some(level), _) => level,
        (None, Some((family, _))) => 10 + family.level().unwrap_or(5),
        (None, None) => u8::MAX,
    }
}

/// What stands above the current place: rank, and the run where it is in one.
#[derive(Default)]
struct Nesting(Vec<(u8, Option<usize>)>);

impl Nesting {
    /// The level of the candidate at `at`: 1 for the highest.
    fn enter(&mut self, at: usize, run: Option<usize>, candidate: &Candidate, runs: &[Run]) -> u8 {
        let rank = rank(candidate);
        let same = run.and_then(|run| self.0.iter().position(|above| above.1 == Some(run)));
        match same {
            Some(position) => self.0.truncate(position),
            None => {
                // A run that goes on later holds whatever is counted between its members.
                let goes_on = |run: usize| runs[run].last().is_some_and(|last| *last > at);
                let is_over = |(above, run): &(u8, Option<usize>)| {
                    *above >= rank && (candidate.heading.is_some() || !run.is_some_and(goes_on))
                };
                while self.0.last().is_some_and(is_over) {
                    self.0.pop();
                }
            }
        }
        self.0.push((rank, run));
        u8::try_from(self.0.len()).unwrap_or(u8::MAX)
    }
}
