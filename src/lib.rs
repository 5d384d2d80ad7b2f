//! kuaibao (快报): the publishing pipeline of a city's reform office.

pub mod config;
pub mod diagnostic;
pub mod disk;
pub mod error;
pub mod intake;
pub mod model;
pub mod register;
pub mod rules;
