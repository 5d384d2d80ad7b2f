//! kuaibao (快报): the publishing pipeline of a city's reform office.

pub mod config;
pub mod diagnostic;
pub mod error;
pub mod model;
pub mod render;
