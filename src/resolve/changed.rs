//! When something changed, as far as the record itself says so: never by the clock, never by a file's time stamp.

use jiff::civil;

use super::{Entity, Operation, Ref, Site, Subject};
use crate::model::{Bound, Date, Status};

impl Site {
    /// The day on which an operation's page last changed: the latest of `updated` and of its corrections and
    /// withdrawals; else it was announced then; else it is as old as what it tells of, at most.
    ///
    /// `None` if the record knows of no such day. What is planned has not happened.
    pub fn changed(&self, at: Ref<Operation>) -> Option<civil::Date> {
        let operation = &self[at];
        let record = &operation.record;
        let corrections = record.corrections.iter().map(|correction| &correction.date);
        let claims = &self.claims[operation.claims.clone()];
        let withdrawals = claims.iter().filter_map(|claim| claim.record.withdrawn.as_ref());
        let known = record.updated.iter().chain(corrections);
        let known = known.chain(withdrawals.map(|withdrawal| &withdrawal.date));
        known
            .filter_map(Date::earliest)
            .max()
            .or_else(|| record.announced.as_ref()?.earliest())
            .or_else(|| {
                let date = (record.status != Some(Status::Planned)).then_some(&record.date)?;
                // The first day on which it may have been over: the last one of a year would lie ahead for most of it.
                match date.bounds()? {
                    (_, Bound::Within { first, .. }) => Some(first),
                    (_, Bound::Open | Bound::Unknown) => date.earliest(),
                }
            })
    }

    /// The operations that a thing's page shows.
    pub fn operations_of(&self, subject: Subject) -> Vec<Ref<Operation>> {
        match subject {
            Subject::Operation(at) => vec![at],
            Subject::Country(at) => self[at].operations.iter().map(|(one, _)| *one).collect(),
            Subject::Entity(at) => self.operations_naming(at),
            Subject::Page(_) => Vec::new(),
        }
    }

    /// The operations that name an entity, and those that have a claim which does; oldest first.
    fn operations_naming(&self, at: Ref<Entity>) -> Vec<Ref<Operation>> {
        let entity = &self[at];
        let mentions = entity.mentions.iter().filter_map(|claim| match self[*claim].subject {
            Subject::Operation(operation) => Some(operation),
            _ => None,
        });
        let mut all: Vec<_> =
            entity.operations.iter().map(|(one, _)| *one).chain(mentions).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
