//! The state that replaying gave, kept for the next run: the journal stays the only truth.
//!
//! In: a state with its end and the bytes it was made of. Out: the same, as long as the journal begins with these very
//! bytes; what was added since is replayed. Anything else (another program, a torn file, one byte changed in an earlier
//! year) is as if nothing had been kept, and the whole journal says what is wrong.
//! Refuses to know: lines, what events mean.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use super::compact::{self, EntryRow, IssueName, Number, PublicationRow, Time, WaivedRow};
use super::cover::Cover;
use super::entry::{Entry, Waived};
use super::journal::Head;
use super::publishing::Publication;
use super::state::{Memo, Register};
use crate::cache::{Cache, Packing, Rows};
use crate::model::{Digest, IssueId, ReceiptNo};

const TABLE: &str = "register";
/// Briefs or issues that stand together.
const BLOCK: usize = 256;
/// Fewer new lines than this are replayed in no time (tests have none to spare) …
const FEW: u64 = if cfg!(test) { 3 } else { 500 };
/// … and fewer than one in so many are not worth writing all of the others again.
const SHARE: u64 = 64;

/// A state, where the chain ends that gave it, and the bytes in which it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct State {
    pub register: Register,
    pub head: Head,
    pub cover: Cover,
    /// How many lines it had when it was kept; 0 when it was not.
    pub kept: u64,
}

#[derive(Serialize, Deserialize)]
struct HeadRow<'a> {
    cover: Cover,
    blocks: usize,
    seq: u64,
    #[serde(borrow)]
    digest: compact::Bytes<'a>,
    numbered: Vec<Number>,
    last_at: Option<Time>,
    last_intake: Option<Time>,
    waived: Vec<(IssueName<'a>, Vec<WaivedRow<'a>>)>,
}

#[derive(Serialize, Deserialize)]
enum Block<'a> {
    #[serde(borrow)]
    Entries(Vec<EntryRow<'a>>),
    Publications(Vec<PublicationRow<'a>>),
}

/// A block, understood.
enum Part {
    Entries(Vec<Known>),
    Publications(Vec<(IssueId, Publication)>),
}

/// A brief, and how it is found.
struct Known {
    entry: Box<Entry>,
    holds_path: bool,
    later: Vec<usize>,
}

/// Whether so many lines more than there were when a state was kept last are worth keeping it anew.
pub(super) fn is_due(kept: u64, now: u64) -> bool {
    now.saturating_sub(kept) >= FEW.max(now / SHARE)
}

/// Keeps a state.
pub(super) fn save(state: &mut State, cache: &Cache) {
    state.cover.close();
    let State { register, head, cover, .. } = &*state;
    let entries: Vec<&Entry> = register.entries().collect();
    let publications: Vec<(&IssueId, &Publication)> = register.publications().iter().collect();
    let row = HeadRow {
        cover: cover.clone(),
        blocks: entries.chunks(BLOCK).len() + publications.chunks(BLOCK).len(),
        seq: head.seq,
        digest: compact::bytes(&head.digest),
        numbered: register.numbered.iter().map(|(year, number)| (*year, *number)).collect(),
        last_at: register.last_at.map(compact::time),
        last_intake: register.last_intake.map(compact::time),
        waived: register.waived.iter().map(|(id, list)| (compact::issue(id), waived(list))).collect(),
    };
    let mut packing = Packing::default();
    packing.put("", &row);
    packing.put_all(entries.par_chunks(BLOCK).map(|block| Block::Entries(rows(register, block))));
    packing.put_all(publications.par_chunks(BLOCK).map(|block| {
        Block::Publications(block.iter().map(|(id, publication)| PublicationRow::of(id, publication)).collect())
    }));
    cache.renewed().save_rows(TABLE, &packing);
}

fn rows<'a>(register: &'a Register, block: &[&'a Entry]) -> Vec<EntryRow<'a>> {
    let row = |entry: &&'a Entry| {
        let holds_path = register.by_path.get(&entry.path) == Some(&entry.receipt);
        EntryRow::of(entry, holds_path, &|digest| register.by_digest.get(digest) == Some(&entry.receipt))
    };
    block.iter().map(row).collect()
}

fn waived(list: &[Waived]) -> Vec<WaivedRow<'_>> {
    list.iter().map(compact::waived).collect()
}

/// The state that was kept, if the journal begins with the bytes that it was made of.
pub(super) fn load(cache: &Cache, files: &[(i32, PathBuf)]) -> Option<State> {
    let rows = cache.rows(TABLE);
    let head: HeadRow<'_> = rows.at(0)?;
    // While one core reads the journal, the other may read the state.
    let (holds, parts) = rayon::join(|| head.cover.holds(files), || parts(&rows));
    if !holds || rows.len() != head.blocks + 1 {
        return None;
    }
    let register = assembled(&head, parts?)?;
    let year = files.get(head.cover.finished()).map(|(year, _)| *year);
    let end = Head { seq: head.seq, digest: compact::to_digest(head.digest)?, year };
    Some(State { register, head: end, cover: head.cover, kept: head.seq })
}

fn parts(rows: &Rows) -> Option<Vec<Part>> {
    (1..rows.len()).into_par_iter().map(|at| part(rows.at(at)?)).collect()
}

fn part(block: Block<'_>) -> Option<Part> {
    let known =
        |row: EntryRow<'_>| Some(Known { entry: Box::new(row.entry()?), holds_path: row.holds_path, later: row.later });
    Some(match block {
        Block::Entries(rows) => Part::Entries(rows.into_iter().map(known).collect::<Option<_>>()?),
        Block::Publications(rows) => {
            Part::Publications(rows.iter().map(PublicationRow::publication).collect::<Option<_>>()?)
        }
    })
}

fn assembled(head: &HeadRow<'_>, parts: Vec<Part>) -> Option<Register> {
    let (mut briefs, mut publications) = (Vec::new(), BTreeMap::new());
    for part in parts {
        match part {
            Part::Entries(some) => briefs.push(some),
            Part::Publications(some) => publications.extend(some),
        }
    }
    let count = briefs.iter().map(Vec::len).sum();
    let (by_path, by_digest) = rayon::join(|| by_path(&briefs, count), || by_digest(&briefs, count));
    let mut register = Register {
        entries: briefs.into_iter().flatten().map(|known| (known.entry.receipt, known.entry)).collect(),
        by_path,
        by_digest,
        publications,
        waived: BTreeMap::new(),
        numbered: head.numbered.iter().copied().collect(),
        last_at: compact::maybe(head.last_at, compact::to_time)?,
        last_intake: compact::maybe(head.last_intake, compact::to_time)?,
        issues_key: Memo::default(),
    };
    for (id, list) in &head.waived {
        let list = list.iter().map(compact::to_waived).collect::<Option<_>>()?;
        register.waived.insert(compact::to_issue(*id)?, list);
    }
    Some(register)
}

fn by_path(briefs: &[Vec<Known>], count: usize) -> FxHashMap<String, ReceiptNo> {
    let mut by_path = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
    let holders = briefs.iter().flatten().filter(|known| known.holds_path);
    by_path.extend(holders.map(|known| (known.entry.path.clone(), known.entry.receipt)));
    by_path
}

fn by_digest(briefs: &[Vec<Known>], count: usize) -> FxHashMap<Digest, ReceiptNo> {
    let mut by_digest = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
    for Known { entry, later, .. } in briefs.iter().flatten() {
        let texts = entry.revisions.iter().enumerate().filter(|(at, _)| !later.contains(at));
        by_digest.extend(texts.map(|(_, text)| (text.digest, entry.receipt)));
    }
    by_digest
}
