//! One integration binary: whole offices in temporary folders, the commands run in this process, the binary for wiring.

mod badinput;
mod bench;
mod browser;
mod commands;
mod drafts;
mod gate;
mod index;
mod kunming;
mod outside;
mod progress;
mod publishing;
mod rules;
mod sample;
mod serve;
mod tidy;
mod validators;
mod way;
mod word;
mod wording;
