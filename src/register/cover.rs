//! Which bytes of the journal a state was made of: so a state that was kept is used for these very bytes only.
//!
//! In: the bytes as they are replayed, later the files. Out: whether the files still begin with them, every byte of
//! them; they are read and looked at on all cores, which takes a fiftieth of the time that understanding them takes.
//! Refuses to know: lines, states.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::quick;

/// Bytes that are looked at together.
const PIECE: usize = 1 << 18;

/// The bytes of a journal, from its beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cover {
    files: Vec<Covered>,
    /// The end of the last file, which is not in a piece yet.
    #[serde(skip)]
    loose: Vec<u8>,
}

/// The bytes of one year's file, from its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Covered {
    year: i32,
    /// How many lines they are.
    lines: usize,
    pieces: Vec<(u64, u64)>,
}

impl Covered {
    fn length(&self) -> u64 {
        self.pieces.iter().map(|(length, _)| length).sum()
    }
}

impl Cover {
    /// Adds what follows: whole lines of a year's file.
    pub fn add(&mut self, year: i32, bytes: &[u8], lines: usize) {
        if self.files.last().is_none_or(|file| file.year != year) {
            self.close();
            self.files.push(Covered { year, lines: 0, pieces: Vec::new() });
        }
        if let Some(file) = self.files.last_mut() {
            file.lines += lines;
        }
        if self.loose.is_empty() && bytes.len() >= PIECE {
            self.put(bytes);
        } else {
            self.loose.extend_from_slice(bytes);
        }
        if self.loose.len() >= PIECE {
            self.close();
        }
    }

    /// Puts everything into pieces.
    pub fn close(&mut self) {
        let loose = std::mem::take(&mut self.loose);
        self.put(&loose);
    }

    fn put(&mut self, bytes: &[u8]) {
        let Some(file) = self.files.last_mut() else { return };
        file.pieces.par_extend(bytes.par_chunks(PIECE).map(|piece| (piece.len() as u64, quick(piece))));
    }

    /// How many bytes and lines of the last file are in it, all of them in pieces.
    pub fn end(&self) -> (u64, usize) {
        self.files.last().map_or((0, 0), |file| (file.length(), file.lines))
    }

    /// How many files it covers to their ends, whatever comes.
    pub fn finished(&self) -> usize {
        self.files.len().saturating_sub(1)
    }

    /// Whether the journal begins with these bytes: the same years in the same order, all of them to their very ends but
    /// the last one, which may have grown.
    pub fn holds(&self, files: &[(i32, PathBuf)]) -> bool {
        let there = files.get(..self.files.len());
        let Some(there) = there.filter(|_| !self.files.is_empty() && self.loose.is_empty()) else { return false };
        let pairs = || self.files.iter().zip(there);
        let same_years = pairs().all(|(file, (year, _))| file.year == *year);
        let ended = pairs().take(self.finished()).all(|(file, (_, path))| length_of(path) == Some(file.length()));
        let pieces: Vec<(&Path, u64, (u64, u64))> = pairs().flat_map(|(file, (_, path))| places(file, path)).collect();
        let looked =
            pieces.par_iter().map_init(Vec::new, |bytes, (path, at, piece)| is_there(path, *at, *piece, bytes));
        same_years && ended && looked.all(|there| there == Some(true))
    }
}

fn length_of(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|metadata| metadata.len())
}

fn places<'a>(file: &'a Covered, path: &'a Path) -> impl Iterator<Item = (&'a Path, u64, (u64, u64))> {
    file.pieces.iter().scan(0, move |at, piece| {
        let begin = *at;
        *at += piece.0;
        Some((path, begin, *piece))
    })
}

/// Whether these bytes stand in the file there; `None` when it cannot be read, or ends before them.
fn is_there(path: &Path, at: u64, (length, hash): (u64, u64), bytes: &mut Vec<u8>) -> Option<bool> {
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(at)).ok()?;
    bytes.clear();
    file.take(length).read_to_end(bytes).ok()?;
    Some(bytes.len() as u64 == length && quick(bytes) == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(i32, &[u8])]) -> (tempfile::TempDir, Vec<(i32, PathBuf)>) {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |(year, bytes): &(i32, &[u8])| {
            let path = folder.path().join(year.to_string());
            std::fs::write(&path, bytes).expect("written");
            (*year, path)
        };
        let paths = files.iter().map(put).collect();
        (folder, paths)
    }

    #[test]
    fn the_same_beginning_is_known_however_it_came() {
        let long: Vec<u8> = (0..3 * PIECE + 17).map(|at| (at % 251) as u8).collect();
        let mut cover = Cover::default();
        cover.add(2015, b"a\nb\n", 2);
        for part in long.chunks(PIECE / 3) {
            cover.add(2016, part, 1);
        }
        assert!(!cover.holds(&folder(&[(2015, b"a\nb\n"), (2016, &long)]).1), "not all of it is in pieces");
        cover.close();
        let (_kept, files) = folder(&[(2015, b"a\nb\n"), (2016, &[&long[..], b"more"].concat()), (2017, b"new")]);
        assert!(cover.holds(&files) && cover.holds(&files[..2]));
        assert_eq!((cover.end(), cover.finished()), ((long.len() as u64, 10), 1));
    }

    #[test]
    fn any_other_beginning_is_another() {
        let mut cover = Cover::default();
        cover.add(2015, b"a\nb\n", 2);
        cover.add(2016, b"c\n", 1);
        cover.close();
        let others: [&[(i32, &[u8])]; 8] = [
            &[],
            &[(2015, b"a\nb\n")],
            &[(2015, b"a\nb\nx\n"), (2016, b"c\n")],
            &[(2015, b"a\n"), (2016, b"c\n")],
            &[(2015, b"a\nx\n"), (2016, b"c\n")],
            &[(2015, b"a\nb\n"), (2016, b"c")],
            &[(2014, b"a\nb\n"), (2016, b"c\n")],
            &[(2014, b"z\n"), (2015, b"a\nb\n"), (2016, b"c\n")],
        ];
        for files in others {
            assert!(!cover.holds(&folder(files).1), "{files:?}");
        }
        assert!(!Cover::default().holds(&[]));
    }
}
