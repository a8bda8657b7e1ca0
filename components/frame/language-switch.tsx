type Props = { locale: 'en' | 'zh-CN'; action: (form: FormData) => Promise<void> }

/** Changes the language and stays on the page; a form, so it needs no script. */
export const LanguageSwitch = ({ locale, action }: Props) => {
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return (
    <form action={action}>
      <button className="iconbtn" name="lang" value={other} lang={other} type="submit">
        {other === 'en' ? 'English' : '中文'}
      </button>
    </form>
  )
}
