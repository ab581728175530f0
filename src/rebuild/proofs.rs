//! Outputs that are shown → whether they can be made, found out when there is time for it.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::output::{Content, Key, Output, Outputs, Promise};
use crate::path::OutputPath;

/// How many pages are made between two looks at whether it is still worth while.
const BATCH: usize = 16;

/// How many times more proofs than pages are remembered before it begins anew.
const FORGETFUL: usize = 4;

/// What is known of whether the outputs of the last build can be made.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    /// The keys of outputs that can be made.
    proven: HashSet<Key>,
    /// Outputs of which nobody has asked for a promise yet.
    unasked: Option<Outputs>,
    /// Promises of which nobody has found out yet whether they can be kept.
    unproven: Vec<(OutputPath, Promise)>,
    /// What keeps others from being kept.
    refuted: Vec<(OutputPath, Diagnostic)>,
}

impl Proofs {
    /// Takes up the outputs of another build.
    pub(super) fn begin(&mut self, outputs: &Outputs) {
        self.unasked = Some(outputs.clone());
        self.unproven.clear();
        self.refuted.clear();
        if self.proven.len() > FORGETFUL * outputs.len() {
            self.proven.clear();
        }
    }

    /// Takes up outputs in the places of others.
    pub(super) fn renew(&mut self, outputs: &[Output]) {
        self.ask();
        let again: HashSet<&OutputPath> = outputs.iter().map(|output| &output.path).collect();
        self.refuted.retain(|(path, _)| !again.contains(path));
        self.unproven.retain(|(path, _)| !again.contains(path));
        for output in outputs {
            if let Content::Promised(promise) = &output.content {
                self.unproven.push((output.path.clone(), promise.clone()));
            }
        }
    }

    fn ask(&mut self) {
        if let Some(outputs) = self.unasked.take() {
            let promises = outputs.promises().map(|(path, promise)| (path.clone(), promise.clone()));
            self.unproven.extend(promises);
        }
    }

    /// Finds out what keeps outputs from being made; `None` if `goes_on` said no before that was known.
    pub(super) fn go_on(&mut self, goes_on: impl Fn() -> bool) -> Option<Vec<Diagnostic>> {
        self.ask();
        while !self.unproven.is_empty() {
            if !goes_on() {
                return None;
            }
            let batch = self.unproven.split_off(self.unproven.len().saturating_sub(BATCH));
            let proven = &self.proven;
            let proofs: Vec<_> = batch.par_iter().map(|(_, promise)| promise.prove(proven)).collect();
            for (proof, (path, _)) in proofs.into_iter().zip(batch) {
                match proof {
                    Ok(key) => self.proven.extend(key),
                    Err(problem) => self.refuted.push((path, *problem)),
                }
            }
        }
        let mut problems: Vec<Diagnostic> = self.refuted.iter().map(|(_, problem)| problem.clone()).collect();
        diagnostic::sort(&mut problems);
        Some(problems)
    }
}
