// Every type of page of the sites under test. `suites/structure.mjs` fails if a built site has a type that is not here.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/// The folder of the built sites, one folder each.
export const BUILT = process.env.CASEFILE_SITES ?? resolve(fileURLToPath(import.meta.url), '../../../target/tmp/browser');

/// The folders that hold one page for each thing on record.
export const FOLDERS = ['operations', 'countries', 'outlets', 'agencies', 'platforms', 'years', 'sources'];

/// For each site: the path that it is served below, and its pages.
export const SITES = {
  record: {
    base: '/takedowns/',
    pages: {
      home: '',
      operations: 'operations/',
      'fact sheet': 'operations/2019-11-explosives/',
      'the longest fact sheet': 'operations/2018-04-amaq/',
      countries: 'countries/',
      country: 'countries/be/',
      outlets: 'outlets/',
      outlet: 'outlets/amaq/',
      agencies: 'agencies/',
      agency: 'agencies/europol/',
      platforms: 'platforms/',
      platform: 'platforms/telegram/',
      timeline: 'timeline/',
      year: 'years/2018/',
      sources: 'sources/',
      'second part of a list': 'sources/page/2/',
      source: 'sources/europol-2018-amaq/',
      disputed: 'disputed/',
      'second part of the disputed': 'disputed/page/2/',
      corrections: 'corrections/',
      page: 'about/',
      glossary: 'glossary/',
      methodology: 'methodology/',
      search: 'search/',
      'not found': 'no-such/page/',
    },
  },
  arabic: {
    base: '/',
    pages: {
      home: '',
      operations: 'operations/',
      'fact sheet': 'operations/amaq/',
      countries: 'countries/',
      country: 'countries/be/',
      outlets: 'outlets/',
      outlet: 'outlets/amaq/',
      agencies: 'agencies/',
      agency: 'agencies/europol/',
      platforms: 'platforms/',
      platform: 'platforms/telegram/',
      timeline: 'timeline/',
      year: 'years/2018/',
      sources: 'sources/',
      source: 'sources/paper-2018/',
      disputed: 'disputed/',
      corrections: 'corrections/',
      search: 'search/',
      page: 'about/',
      'not found': 'no-such/page/',
    },
  },
  odd: {
    base: '/',
    pages: {
      home: '',
      operations: 'operations/',
      'second part of the operations': 'operations/page/2/',
      'a fact sheet with much of everything': 'operations/long/',
      'a fact sheet with none of anything': 'operations/none/',
      'a fact sheet with a long word': 'operations/word/',
      countries: 'countries/',
      'a country with much': 'countries/be/',
      'second part of a country': 'countries/be/page/2/',
      'a country with no operation': 'countries/jp/',
      outlets: 'outlets/',
      outlet: 'outlets/outlet-7/',
      agencies: 'agencies/',
      agency: 'agencies/europol/',
      platforms: 'platforms/',
      'a platform that is in no operation': 'platforms/unused/',
      timeline: 'timeline/',
      'second part of the timeline': 'timeline/page/2/',
      year: 'years/1995/',
      sources: 'sources/',
      'a source that many claims cite': 'sources/nine-1/',
      'second part of a source': 'sources/nine-1/page/2/',
      'a source in Arabic': 'sources/arabic-2018/',
      'a source with a long word': 'sources/long-2018/',
      'a source that is on a hostile host': 'sources/hostile-2018/',
      disputed: 'disputed/',
      corrections: 'corrections/',
      page: 'about/',
      'not found': 'no-such/page/',
    },
  },
};
