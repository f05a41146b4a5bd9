/** A drill as the page of `ninja open` goes through it. */

import { drillFamilies } from '../../drill/families.ts'
import { titleOfKind } from '../../drill/kinds.ts'
import type { DrillRow, PracticeView } from '../../page/contract.ts'
import { practiceView } from '../../page/practice-view.ts'
import { dayOf } from '../../practice/days.ts'
import { mistakesIn } from '../../practice/practice.ts'
import { drillRows, USUAL } from '../../practice/session.ts'
import { openDrill } from '../drill/drill.ts'
import { openPractice } from '../drill/practice-file.ts'
import type { Workspace } from '../workspace.ts'

export interface PracticeDesk {
  look(): PracticeView
  begin(): PracticeView
  /** None where there is no session: it was ended elsewhere. */
  end(): readonly DrillRow[]
  /** Makes a task the one at hand. */
  goTo(id: string): void
  /** See `Practising`. */
  mistakes(id: string): Readonly<Record<string, readonly string[]>>
}

export function openPracticeDesk(workspace: Workspace): PracticeDesk {
  const drill = openDrill(workspace)
  const file = openPractice(workspace.root)
  const today = () => dayOf(new Date())
  const view = (): PracticeView => practiceView(file.read().value, drillFamilies, today())
  return {
    look() {
      drill.session() // its files are in place then
      return view()
    },
    begin() {
      drill.begin({ kind: null, many: USUAL })
      return view()
    },
    end: () => (drill.session() === null ? [] : drillRows(drill.end().outcomes, titleOfKind, today())),
    goTo: drill.goTo,
    mistakes: id => mistakesIn(file.read().value, id),
  }
}
