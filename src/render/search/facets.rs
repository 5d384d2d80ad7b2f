//! By what results can be narrowed: title, year, unit, topic, kind.
//!
//! In: entries. Out: for each facet its values with the entries of each. Refuses to know: what readers look for.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::entries::Entry;
use super::lists::Growing;

/// A way to narrow results.
pub struct Facet {
    /// Its name in addresses: series, year, unit, topic, kind.
    pub name: &'static str,
    /// Its values with the entries that have them, sorted by value.
    pub values: BTreeMap<String, Growing>,
}

/// All facets of the entries.
pub fn facets(entries: &[Entry<'_>]) -> Vec<Facet> {
    vec![
        facet("series", entries, |entry| vec![entry.series().to_owned()]),
        facet("year", entries, |entry| vec![entry.year().to_string()]),
        facet("unit", entries, |entry| entry.units().map(str::to_owned).collect()),
        facet("topic", entries, |entry| entry.topics().collect()),
        facet("kind", entries, |entry| vec![entry.kind()]),
    ]
}

fn facet(name: &'static str, entries: &[Entry<'_>], of: impl Fn(&Entry<'_>) -> Vec<String>) -> Facet {
    let mut values: BTreeMap<String, Growing> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        of(entry)
            .into_iter()
            .filter(|value| !value.is_empty())
            .for_each(|value| values.entry(value).or_default().push(at));
    }
    Facet { name, values }
}

impl Facet {
    /// The lists of its values, in their order.
    pub fn write(&self, documents: u32, bits: &mut Bits) {
        bits.number(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        for list in self.values.values() {
            bits.list(&list.iter().collect::<Vec<_>>(), documents);
        }
    }
}
