import { expect, test } from './fixtures.ts'

test('whoever goes by keys keeps their place when the basket changes @desktop', async ({ page }) => {
  await page.goto('/g/saturday-farm-box')
  const add = page.getByRole('button', { name: /^Add:/ }).first()
  await add.focus()
  await page.keyboard.press('Enter')
  const stepper = page.locator('.stepper').first()
  await expect(stepper.locator('.is-plus')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(stepper.locator('output')).toHaveText('2')
  await expect(stepper.locator('.is-plus')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(stepper.locator('output')).toHaveText('1')
  await page.keyboard.press('Enter')
  await expect(add).toBeFocused()
})
