export default function Page() {
  return <p>Done.</p>
}
