//! kuaibao (快报): the publishing pipeline of a city's reform office.
//!
//! A brief travels through these rooms once, in this order. Departments drop files into `submissions/`; [`intake`]
//! finds, decodes and names them; [`parse`] reads a brief from a text; [`normal`] puts right what is certain in it;
//! [`rules`] judge it; [`examine`] does these four for the whole folder on all cores ([`belongings`] keeps what lies
//! beside a brief). [`reception`] compares what lies there with the [`register`], the office's append-only book, and
//! hands out receipts; [`review`] writes the office's decisions into it, [`waive`] what it lets stand. [`compile`] makes
//! numbered draft issues of what was accepted, and seals them. [`render`] turns published issues into pages and EPUBs;
//! [`publish`] puts them in the place of the old ones, once it has found nothing in them that [`guard`] keeps. Beside
//! this way, [`duty`] computes from the register who owes what ([`filing`] says which briefs count), and [`report`] puts
//! it into tables and internal pages; [`fix`] writes corrected copies for the units. [`cache`] keeps what need not be
//! worked out again, [`progress`] tells how far it is. [`build`] takes the whole way; [`watch`] takes it whenever something
//! has changed, and [`serve`] shows what it gives on this computer; [`cli`] is where people come in.
//!
//! Two channels: a finding ([`diagnostic`]) is about somebody's text, an [`error`] is about our own work.

pub mod model;

pub mod cache;
pub mod config;
pub mod diagnostic;
pub mod disk;
pub mod error;
pub mod office;
pub mod progress;

pub mod intake;
pub mod normal;
pub mod parse;
pub mod rules;

pub mod belongings;
pub mod examine;
pub mod reception;
pub mod register;
pub mod review;
mod twins;
pub mod waive;

pub mod compile;
pub mod guard;
pub mod publish;
pub mod render;

pub mod duty;
pub mod filing;
pub mod fix;
pub mod report;
pub mod verify;

pub mod build;
pub mod serve;
pub mod watch;

pub mod cli;
pub mod init;

#[cfg(test)]
mod dice;
