//! A table as a row of rows: the file is read at once, a row is understood when somebody asks for it.
//!
//! In: rows, each with the number of its name. Out: the same, one by one or all of them on all cores. Every row has its
//! own check against torn files; it guards against accidents, not against people, and is a hundred times as fast as a
//! digest.
//! Refuses to know: what stands in a row, where tables lie.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

/// Bytes of one line of the list of rows: name, length, check.
const LINE: usize = 24;

/// A number for some bytes: others have another, as far as accidents go.
pub fn quick(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// The same for a value.
pub fn quick_of(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A number for a value that stands for much: so well spread that another value has another one.
pub fn number_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The rows of a table, as they were saved.
#[derive(Debug, Default)]
pub struct Rows {
    bytes: Vec<u8>,
    list: Vec<Known>,
    places: FxHashMap<u64, usize>,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    name: u64,
    range: Range<usize>,
    check: u64,
}

impl Rows {
    /// The rows in a file's bytes, of which `skipped` ones are no part of the table; `None` when it is torn.
    pub(super) fn of(bytes: Vec<u8>, skipped: usize) -> Option<Self> {
        let (head, rest) = bytes.get(skipped..)?.split_at_checked(16)?;
        let (count, check) = (number(head), number(&head[8..]));
        let list = rest.get(..usize::try_from(count).ok()?.checked_mul(LINE)?)?;
        if quick(list) != check {
            return None;
        }
        let mut at = skipped + 16 + list.len();
        let mut rows = Vec::with_capacity(list.len() / LINE);
        for line in list.chunks_exact(LINE) {
            let end = at.checked_add(usize::try_from(number(&line[8..])).ok()?)?;
            rows.push(Known { name: number(line), range: at..end, check: number(&line[16..]) });
            at = end;
        }
        let places = rows.iter().enumerate().map(|(at, row)| (row.name, at)).collect();
        (at == bytes.len()).then_some(Rows { bytes, list: rows, places })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there is a row of that name.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&quick(name.as_bytes()))
    }

    /// The row of that name. Two names may have one number: who asks looks whether it is his.
    pub fn get<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        self.at(*self.places.get(&quick(name.as_bytes()))?)
    }

    /// The row at a place.
    pub fn at<'a, T: Deserialize<'a>>(&'a self, at: usize) -> Option<T> {
        postcard::from_bytes(self.raw(at)?).ok()
    }

    /// All rows in their order, on all cores; `None` when one of them is torn.
    pub fn all<'a, T: Deserialize<'a> + Send>(&'a self) -> Option<Vec<T>> {
        (0..self.len()).into_par_iter().map(|at| self.at(at)).collect()
    }

    fn raw(&self, at: usize) -> Option<&[u8]> {
        let row = self.list.get(at)?;
        let bytes = self.bytes.get(row.range.clone())?;
        (quick(bytes) == row.check).then_some(bytes)
    }
}

/// A row as it stands in a table.
#[derive(Debug, Clone)]
pub struct Row(Box<[u8]>);

/// Rows to be saved, in their order.
#[derive(Debug, Default)]
pub struct Packing {
    list: Vec<u8>,
    bytes: Vec<u8>,
}

impl Packing {
    /// Adds a row under a name.
    pub fn put<T: Serialize>(&mut self, name: &str, row: &T) {
        if let Some(row) = Packing::row(row) {
            self.put_row(name, &row);
        }
    }

    /// A row as it will stand in the table. Everything that rows are made of can be written.
    pub fn row<T: Serialize>(row: &T) -> Option<Row> {
        postcard::to_stdvec(row).ok().map(|bytes| Row(Box::from(bytes.as_slice())))
    }

    /// Adds such a row under a name.
    pub fn put_row(&mut self, name: &str, row: &Row) {
        self.push(quick(name.as_bytes()), &row.0);
    }

    /// Adds rows without names; they are made and written on all cores.
    pub fn put_all<T: Serialize>(&mut self, rows: impl IndexedParallelIterator<Item = T>) {
        let written: Vec<Option<Vec<u8>>> = rows.map(|row| postcard::to_stdvec(&row).ok()).collect();
        written.iter().flatten().for_each(|bytes| self.push(0, bytes));
    }

    /// Adds the row of that name as it stands in another table.
    pub fn keep(&mut self, rows: &Rows, name: &str) {
        let name = quick(name.as_bytes());
        if let Some(bytes) = rows.places.get(&name).and_then(|at| rows.raw(*at)) {
            self.push(name, bytes);
        }
    }

    fn push(&mut self, name: u64, bytes: &[u8]) {
        for number in [name, bytes.len() as u64, quick(bytes)] {
            self.list.extend_from_slice(&number.to_le_bytes());
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// What is written behind the head of the file.
    pub(super) fn parts(&self) -> [Cow<'_, [u8]>; 3] {
        let mut head = ((self.list.len() / LINE) as u64).to_le_bytes().to_vec();
        head.extend_from_slice(&quick(&self.list).to_le_bytes());
        [head.into(), Cow::from(&self.list), Cow::from(&self.bytes)]
    }
}

/// The number in the first eight bytes; there are as many.
fn number(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Vec<u8> {
        let mut packing = Packing::default();
        packing.put("甲", &"一");
        packing.put("乙", &"二");
        [&b"head"[..], &packing.parts().concat()].concat()
    }

    #[test]
    fn rows_come_back_by_name_and_in_their_order() {
        let rows = Rows::of(packed(), 4).expect("whole");
        assert_eq!((rows.get("乙"), rows.get::<&str>("丙")), (Some("二"), None));
        assert_eq!(rows.all::<String>(), Some(vec!["一".to_owned(), "二".to_owned()]));

        let mut packing = Packing::default();
        packing.keep(&rows, "乙");
        packing.keep(&rows, "丙");
        packing.put_all(["三", "四"].into_par_iter());
        let kept = Rows::of(packing.parts().concat(), 0).expect("whole");
        assert_eq!(kept.all::<&str>(), Some(vec!["二", "三", "四"]));
        assert_eq!(kept.get("乙"), Some("二"));
    }

    #[test]
    fn a_torn_row_is_none_and_a_torn_list_no_table() {
        let whole = packed();
        for cut in 0..whole.len() {
            assert!(Rows::of(whole[..cut].to_vec(), 4).is_none(), "{cut}");
        }
        for at in 4..whole.len() {
            let mut torn = whole.clone();
            torn[at] ^= 1;
            let Some(rows) = Rows::of(torn, 4) else { continue };
            assert!(rows.get::<&str>("甲").is_none() || rows.get::<&str>("乙").is_none(), "{at}");
        }
    }
}
