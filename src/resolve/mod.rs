//! Names → records: the linked site, both ways.

mod site;

pub use site::{
    Citation, Claim, CorrectionEntry, Country, CountryPart, Dispute, Entity, EntityPart, Notes,
    Operation, Origin, Page, Ref, Site, Source, Speaker, Subject, Target, Year,
};
