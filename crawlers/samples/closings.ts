// What every agency puts under every advert, word for word. Different roles share these lines, as they do in the wild, so a reader or a
// comparison of texts that leans on them is led astray.

const CLOSINGS: Record<string, string> = {
  Harbourline:
    'Harbourline welcomes applications from everybody and will make adjustments to any part of its process for those who ask. We reply to each application, usually within three working days, and we do not send a CV anywhere without your agreement. If the assignment is not quite for you but you know somebody whom it would suit, we say thank you with a donation to a charity of your choosing.',
  'Quillbrook Resourcing':
    'Quillbrook Resourcing acts as an employment business for the supply of temporary workers and as an employment agency in relation to permanent vacancies. By applying you accept our privacy notice. Owing to the number of responses we can only reply to those whose experience matches the brief.',
  'Marlstone Interim':
    'Marlstone Interim is a specialist provider of interim executives and project professionals. All approaches are treated in confidence. Appointments are subject to satisfactory references and to evidence of the right to work in the United Kingdom.',
  'Tolbeck People':
    'Tolbeck is a small, noisy, employee-owned agency. We will tell you who the client is before you apply, how many others are in the running, and why if it is a no. Refer a friend and lunch is on us.',
  Fernhythe:
    'Fernhythe advises banks, funds and consumer businesses on interim appointments. Diversity of background makes for better teams and we encourage candidates who have taken an unusual path to come forward.',
  'Pennygate Contracts':
    'Pennygate Contracts Ltd operates as an employment business. If you do not hear from us within five days please assume that you were not successful on this occasion, but do keep an eye on our other roles. Right to work checks apply.',
  'Oxlode Talent':
    'Oxlode Talent is committed to fair recruitment. Names, ages and photographs are removed from CVs before our clients see them. We are paid by the client and never by the candidate.',
  Dunvarrick:
    'Dunvarrick has offices in Aberdeen and Edinburgh and has recruited for projects in Scotland for twenty years. Applicants must be entitled to work in the UK. We hold your details for twelve months unless you ask us to forget them.',
  Glanrheol:
    'Glanrheol is a Cardiff company. Cysylltwch â ni yn Gymraeg neu yn Saesneg: you may write to us in Welsh or in English and the answer will take equally long. References are taken for all workers.',
  Carrowbane:
    'Carrowbane is an equal opportunities employment business. Where two candidates are of equal merit, applications from the under-represented community may be given preference, in keeping with the law in Northern Ireland.',
  'Brackenhall Search':
    'Brackenhall Search works on a retained basis with a small number of clients. We would be pleased to arrange an informal conversation. Please apply with a current CV in Word or PDF and a note of your availability.',
  Kestrelby:
    'Kestrelby supplies engineering and controls people to regulated industries. Every contractor has a named account manager and is paid on time. We particularly welcome applications from those leaving the armed forces and from people returning after a career break.',
  'Colnedale People':
    'Colnedale People is an independent agency in the Pennine hills. We answer e-mails, we ring back, and if we have promised you feedback you will get it by Friday. Our privacy notice is on our website and is one page long.',
  'Staithe Associates':
    'Staithe Associates treats every application in confidence. Please include your notice or availability, the rate you have most recently achieved, and any dates on which you cannot be interviewed. Right to work in the UK is needed unless the advert says otherwise.',
  'Hexley Interim':
    'Hexley Interim places experienced managers with organisations that are going through something. We meet everybody we represent. We are signatories to a code of practice for responsible recruiters and publish our margin to clients and candidates alike.',
  'Ouzelwell Contracts':
    'Ouzelwell Contracts pays weekly, chases timesheets nicely and keeps a safety record of which it is proud. CVs to jobs@example.com. Please do not apply twice for one role through different agencies, as the client will reject both applications.',
  'Ladderwick Training':
    'Ladderwick Training is a private learning provider and is not affiliated to any examination body. Success stories are from learners who completed all their modules. Finance is subject to status and to an affordability check.',
}

const EMPLOYER =
  'We want our people to reflect the communities that we serve and we guarantee an interview to disabled applicants who meet the essential criteria. The closing date may be brought forward if we receive a large number of applications, so please apply early. No agencies, please.'

/** The paragraph a company ends its adverts with; an employer that signs its own adverts has the employers' one. */
export function closingOf(company: string): string {
  return CLOSINGS[company] ?? EMPLOYER
}
