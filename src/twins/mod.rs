//! Texts that were handed in before, wholly or nearly: over all units and years.
//!
//! In: the briefs of the folder, judged, and the register. Out: the findings that look at briefs together. Texts are
//! compared by fingerprints and sketches; only those that may be nearly the same are read again.
//! Refuses to know: what else was found, how duties count twins.

mod comparing;
mod concerned;
mod remembered;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::comparing::{Compared, Library, compare};
pub use self::concerned::concerned;
pub use self::remembered::Memory;
use self::remembered::{Came, Kept, Near, Sketched, Told};
use crate::cache::Cache;
use crate::diagnostic::Finding;
use crate::diagnostic::catalog::office as words;
use crate::examine::Examined;
use crate::model::{Digest, ReceiptNo};
use crate::office::Office;
use crate::register::{Entry, Facts, Originals, Register};
use crate::rules::duplicate;

/// A text that is shorter than this has no sketch.
const SKETCHED: usize = 100;
/// So many texts are compared without asking what came of it before.
const FEW: usize = if cfg!(test) { 1 } else { 64 };

/// A text that is known, in the folder or in the register.
#[derive(Clone, Copy)]
struct Known<'a> {
    path: &'a str,
    digest: Digest,
    facts: &'a Facts,
    entry: Option<&'a Entry>,
    /// Its place in the order of coming: receipts as they were handed out; everything without one comes after them.
    order: u64,
    /// Whether its findings are wanted.
    asked: bool,
}

impl<'a> Known<'a> {
    /// The text that was received last.
    fn of(entry: &'a Entry) -> Self {
        let (digest, order) = (entry.latest().digest, order(Some(entry)));
        Known { path: &entry.path, digest, facts: entry.facts(), entry: Some(entry), order, asked: false }
    }
}

fn order(entry: Option<&Entry>) -> u64 {
    entry.map_or(u64::MAX, |entry| (entry.receipt.year as u64) << 32 | u64::from(entry.receipt.number))
}

/// A brief that lies in the folder, with what the register says of its path.
pub struct Lying<'a> {
    /// What was found.
    pub brief: &'a Examined,
    /// The register's entry.
    pub entry: Option<&'a Entry>,
    /// Whether its findings are wanted.
    pub asked: bool,
}

/// The findings about texts that were handed in before, by path: registered ones by receipt, then new ones by path. Tells
/// whether all copies that had to be compared could be read. `briefs` are all that lie in the folder, by path.
pub fn found(
    office: &Office,
    register: &Register,
    briefs: &[Lying<'_>],
    (memory, cache): (&mut Memory, &Cache),
) -> (Vec<(String, Finding)>, bool) {
    let (texts, mut told) = not_the_same(office, register, briefs);
    let (near, whole) = near_ones(office, &texts, memory, cache);
    told.extend(near);
    (told, whole)
}

/// All texts, of which none is asked about any more that is the same as an earlier one, and the findings about these.
fn not_the_same<'a>(
    office: &Office,
    register: &'a Register,
    briefs: &[Lying<'a>],
) -> (Vec<Known<'a>>, Vec<(String, Finding)>) {
    let mut texts = known(office, register, briefs);
    let keyed = texts.iter().map(|text| (text.path, text.path, text.facts.fingerprint));
    let same = duplicate::twins::<&str, Digest>(keyed);
    let told = same.iter().map(|(path, earlier)| twin(path, earlier)).collect();
    if !same.is_empty() {
        texts.iter_mut().for_each(|text| text.asked &= !same.contains_key(text.path));
    }
    (texts, told)
}

/// The findings about some texts alone, as `found` would tell them; so many at most as are compared without asking what came
/// of it before.
pub fn found_of_few(office: &Office, register: &Register, briefs: &[Lying<'_>]) -> (Vec<(String, Finding)>, bool) {
    let asked: FxHashSet<&str> =
        briefs.iter().filter(|lying| lying.asked).map(|lying| lying.brief.arrival.path.as_str()).collect();
    let (texts, mut told) = not_the_same(office, register, briefs);
    told.retain(|(path, _)| asked.contains(path.as_str()));
    let library = Library { office, originals: Originals::of(&office.root) };
    let (pairs, whole) = of_few(&library, &texts);
    told.extend(pairs.into_iter().filter_map(|pair| self::told(&texts, pair)));
    (told, whole)
}

/// Whether a text is so long that it should have a sketch, and has none: registers of earlier versions have none.
fn lacks_sketch(facts: &Facts) -> bool {
    facts.sketch.is_none() && facts.characters >= SKETCHED
}

fn twin(path: &str, earlier: &str) -> (String, Finding) {
    (path.to_owned(), Finding::of_file(path, words::same_text(earlier)))
}

/// The findings about one received text: those before it are the register's.
pub fn of_received(office: &Office, register: &Register, entry: &Entry) -> Vec<Finding> {
    let earlier = register.entries().take_while(|other| other.receipt < entry.receipt);
    let mut texts: Vec<Known<'_>> = earlier.map(Known::of).filter(|text| text.facts.characters > 0).collect();
    let same = texts.iter().find(|text| text.facts.fingerprint == entry.facts().fingerprint);
    if let Some(same) = same.filter(|_| entry.facts().characters > 0) {
        return vec![Finding::of_file(&entry.path, words::same_text(same.path))];
    }
    texts.push(Known { asked: true, ..Known::of(entry) });
    let near = near_ones(office, &texts, &mut Memory::default(), &Cache::to_read(office)).0;
    near.into_iter().map(|(_, finding)| finding).collect()
}

/// All texts, in the order of coming.
fn known<'a>(office: &Office, register: &'a Register, briefs: &[Lying<'a>]) -> Vec<Known<'a>> {
    let here: FxHashSet<ReceiptNo> = briefs.iter().filter_map(|lying| Some(lying.entry?.receipt)).collect();
    let lies = |path: &str| briefs.binary_search_by(|lying| lying.brief.arrival.path.as_str().cmp(path)).is_ok();
    // What is gone from its place and lies elsewhere with the same bytes has moved: it is no twin of itself.
    let unregistered = || briefs.iter().filter(|lying| lying.entry.is_none()).map(|lying| &lying.brief.arrival);
    let moving: FxHashSet<Digest> = unregistered().map(|arrival| arrival.digest).collect();
    let renamed: FxHashSet<_> = unregistered().map(|arrival| name(&arrival.path, &arrival.facts)).collect();
    // Renamed and mended in one go, as the register sees it too (`register::arrivals`).
    let was_renamed = |entry: &Entry| {
        entry.present && entry.facts().title.is_some() && renamed.contains(&name(&entry.path, entry.facts()))
    };
    let is_gone = |entry: &Entry| !office.root.join(&entry.path).is_file();
    let absent = register.entries().filter(|entry| {
        let may_have_moved = || moving.contains(&entry.latest().digest) || was_renamed(entry);
        !(here.contains(&entry.receipt) || lies(&entry.path) || may_have_moved() && is_gone(entry))
    });
    let mut texts: Vec<Known<'a>> = absent.map(Known::of).collect();
    texts.par_extend(briefs.par_iter().map(|Lying { brief, entry, asked }| Known {
        path: &brief.arrival.path,
        digest: brief.arrival.digest,
        facts: &brief.arrival.facts,
        entry: *entry,
        order: order(*entry),
        asked: *asked,
    }));
    texts.retain(|text| text.facts.characters > 0);
    texts.par_sort_by_key(|text| (text.order, text.path));
    texts
}

type Name<'a> = (Option<&'a str>, Option<&'a str>, Option<chrono::NaiveDate>);

/// Folder, title and day.
fn name<'a>(path: &'a str, facts: &'a Facts) -> Name<'a> {
    (path.rsplit_once('/').map(|(folder, _)| folder), facts.title.as_deref(), facts.date)
}

// ---- nearly the same --------------------------------------------------------

/// The findings, and whether all copies that had to be compared could be read.
fn near_ones(
    office: &Office,
    texts: &[Known<'_>],
    memory: &mut Memory,
    cache: &Cache,
) -> (Vec<(String, Finding)>, bool) {
    let asked = texts.iter().filter(|text| text.asked).count();
    if asked == 0 {
        return (Vec::new(), true);
    }
    let told_before = Told::of(cache);
    let key = told_before.key(texts);
    if let Some(pairs) = told_before.pairs(key) {
        return (pairs.iter().filter_map(|pair| told(texts, *pair)).collect(), true);
    }
    let library = Library { office, originals: Originals::of(&office.root) };
    let few = asked <= FEW && !texts.iter().any(|text| lacks_sketch(text.facts));
    let (pairs, whole) = match few {
        // Comparing a few takes less time than finding out what came of the others.
        true => of_few(&library, texts),
        false => of_many(&library, texts, memory, cache),
    };
    if whole {
        Told::keep(key, &pairs, cache);
    }
    (pairs.into_iter().filter_map(|pair| told(texts, pair)).collect(), whole)
}

/// A text, an earlier one that it is nearly the same as (places in the order of coming), how alike they are.
type Pair = (usize, usize, u32);

fn told(texts: &[Known<'_>], (at, other, percent): Pair) -> Option<(String, Finding)> {
    let (text, other) = (texts.get(at)?, texts.get(other)?);
    Some((text.path.to_owned(), Finding::of_file(text.path, message(other, percent))))
}

/// What comes of comparing those that are asked about with those before them, and whether all copies could be read.
fn of_few(library: &Library<'_>, texts: &[Known<'_>]) -> (Vec<Pair>, bool) {
    let sketched: Vec<Sketched<'_>> = texts.iter().map(|text| (*text, text.facts.sketch)).collect();
    let compared = compare(library, &sketched, &|at| texts[at].asked);
    let pair = |at: usize| compared.get(&at)?.best.map(|(other, percent)| (at, other, percent));
    let pairs = (0..texts.len()).filter_map(pair).collect();
    (pairs, compared.values().all(|compared| compared.whole))
}

/// The same, beginning with what came of it the last time.
fn of_many(library: &Library<'_>, texts: &[Known<'_>], memory: &mut Memory, cache: &Cache) -> (Vec<Pair>, bool) {
    let before = memory.take(cache);
    let places = before.places(texts);
    let kept = before.at(&places);
    // Registers of earlier versions have no sketches: they are made from the texts that were kept.
    let sketch = |text: &Known<'_>, kept: Option<&Kept>| kept.and_then(Kept::sketch).or_else(|| library.sketch(text));
    let sketched: Vec<Sketched<'_>> = texts
        .par_iter()
        .zip(&kept)
        .map(|(text, kept)| (*text, text.facts.sketch.or_else(|| sketch(text, *kept))))
        .collect();
    let standing = before.standing(&sketched, &kept);
    let asks = |at: usize| standing[at].is_none() && texts[at].asked;
    let compared = compare(library, &sketched, &asks);
    let place = |near: &Near| {
        let found = texts.binary_search_by(|text| (text.order, text.path).cmp(&(near.order, near.path.as_str())));
        Some((found.ok()?, near.percent))
    };
    let found = |at: usize| match &standing[at] {
        Some(near) => near.as_ref().and_then(place),
        None => compared.get(&at).and_then(|compared| compared.best),
    };
    let pair =
        |(at, text): (usize, &Known<'_>)| found(at).filter(|_| text.asked).map(|(other, percent)| (at, other, percent));
    let pairs = texts.iter().enumerate().filter_map(pair).collect();
    let outcome = |at: usize| match compared.get(&at) {
        // A copy that could not be read may be readable the next time.
        Some(Compared { whole: false, .. }) => None,
        Some(Compared { best, .. }) => Some(best.map(|(other, percent)| near(&texts[other], percent))),
        None => standing[at].clone().or_else(|| texts[at].asked.then_some(None)),
    };
    let came: Vec<Came> = (0..texts.len()).map(outcome).collect();
    memory.renew(before, (&sketched, &places), came, cache);
    (pairs, compared.values().all(|compared| compared.whole))
}

fn near(other: &Known<'_>, percent: u32) -> Near {
    Near { path: other.path.to_owned(), order: other.order, percent }
}

fn message(other: &Known<'_>, percent: u32) -> crate::diagnostic::Message {
    let place = other.entry.map_or_else(|| other.path.to_owned(), |entry| format!("收文 {}", entry.receipt));
    let date = other.facts.date.map(|day| format!("，{day}")).unwrap_or_default();
    let title = other.facts.title.as_deref().unwrap_or("（无标题）");
    words::near_text(&place, title, &format!("{}{date}", other.facts.units.join("、")), percent)
}
