// Every page of the board, for tests that hold for all of them. Paths are of the board in support/board.ts.
export const PAGES: Record<string, string> = {
  'the board': '/',
  'a filtered board': '/?q=manager&rate=400&engagement=outside,inside&place=London&foo=1',
  'an empty board': '/?engagement=outside&discipline=change',
  'a role': '/roles/senior-project-manager-payments-migration-1',
  'a role with little to say': '/roles/portfolio-manager-7',
  'a role shown by link only': '/roles/change-manager-4',
  'a closed role': '/roles/project-manager-closed-11',
  'thanks for a suggestion': '/roles/pmo-analyst-2/thanks?noted',
  'the sources': '/sources',
  'the refused adverts': '/refused',
  'the refused adverts of a reason': '/refused?reason=permanent&q=manager',
  'how we read': '/how',
  'the robot': '/bot',
  'the admin’s door': '/admin',
  'an error': '/nothing-here',
}
