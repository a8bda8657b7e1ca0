import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { ADMIN_DUTIES } from '#lib/domain/duties.ts'
import { type AdminPerson, adminPeople } from '#lib/queries/admin-people.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { PersonSearch } from '../person-search.tsx'
import { one, type Query } from '../query.ts'
import { disable, give, take } from './actions.ts'

const PATH = '/admin/people'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('people.title') }
}

export default async function PeoplePage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'people')
  if (!who) return <NotAllowed />
  const search = one((await searchParams).q)?.trim() ?? ''
  const [t, people] = await Promise.all([getTranslations('admin'), adminPeople(who, search)])
  return (
    <AdminFrame
      section="leaders"
      title={t('people.title')}
      aside={t('people.about')}
      back={{ href: '/admin/leaders', label: t('leaders.title') }}
    >
      <PersonSearch search={search} label={t('people.search')} find={t('people.find')}>
        {search && (
          <a className="btn btn--sm" href={PATH}>
            {t('people.everybody')}
          </a>
        )}
      </PersonSearch>
      <div className="split">
        <div className="grow">
          {people.length === 0 ? <p className="notice">{t('people.none')}</p> : <People people={people} />}
        </div>
        <section className="panel panel--pad split__side" aria-label={t('people.giveTitle')}>
          <h2>{t('people.giveTitle')}</h2>
          <AdminForm action={give} className="stack" label={t('people.giveTitle')}>
            <TextField
              name="contact"
              label={t('people.contact')}
              hint={t('people.contactHint')}
              maxLength={254}
              autoComplete="off"
            />
            <SelectField
              name="duty"
              label={t('people.duty')}
              options={ADMIN_DUTIES.map((value) => ({ value, label: t(`duties.${value}`) }))}
            />
            <FormMessage />
            <Submit>{t('people.give')}</Submit>
          </AdminForm>
        </section>
      </div>
    </AdminFrame>
  )
}

async function People({ people }: { people: AdminPerson[] }) {
  const t = await getTranslations('admin.people')
  return (
    <TableRegion label={t('title')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('person')}</th>
            <th scope="col">{t('duties')}</th>
            <th scope="col">{t('also')}</th>
            <th scope="col">
              <span className="sr">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Person key={person.userId} person={person} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Person({ person }: { person: AdminPerson }) {
  const t = await getTranslations('admin')
  const also = [person.leads && t('people.leads'), person.keeps > 0 && t('people.keeps', { count: person.keeps })]
  const { contact } = person
  return (
    <tr>
      <th scope="row">
        {person.name} <span className="faint light">{contact}</span>{' '}
        {person.isSelf && <span className="mark">{t('people.you')}</span>}{' '}
        {person.disabled && <span className="mark mark--tomato">{t('people.disabled')}</span>}
      </th>
      <td>
        <ul className="duties">
          {person.duties.map((duty) => (
            <li key={duty}>
              <AdminForm action={take}>
                <input type="hidden" name="userId" value={person.userId} />
                <input type="hidden" name="duty" value={duty} />
                <span className="mark mark--leaf">{t(`duties.${duty}`)}</span>
                <Submit className="btn btn--sm adj" label={t('people.takeOf', { duty: t(`duties.${duty}`), contact })}>
                  {t('people.take')}
                </Submit>
                <FormMessage />
              </AdminForm>
            </li>
          ))}
        </ul>
      </td>
      <td>{also.filter(Boolean).join(' · ')}</td>
      <td className="n">
        {!person.isSelf && (
          <AdminForm action={disable}>
            <input type="hidden" name="userId" value={person.userId} />
            <Submit
              name="disabled"
              value={person.disabled ? 'no' : 'yes'}
              className={`btn btn--sm ${person.disabled ? 'btn--quiet' : 'btn--danger'}`}
              label={t(person.disabled ? 'people.enableOf' : 'people.disableOf', { contact })}
            >
              {t(person.disabled ? 'people.enable' : 'people.disable')}
            </Submit>
            <FormMessage />
          </AdminForm>
        )}
      </td>
    </tr>
  )
}
